//! The mails about requests, as examples.

use domain::language::Language;
use domain::quotations::RequestNumber;
use uuid::Uuid;

use crate::post::mail::{Mail, RequestCopy, RequestReceived, RequestedLine, RequestedPart};

const RECEIPT: Uuid = Uuid::from_u128(0x0193_2c4f_0000_7000_8000_0000_0000_002a);

pub(super) fn request_received() -> Mail {
    Mail::RequestReceived(RequestReceived {
        number: RequestNumber(42),
        receipt: RECEIPT,
        received_at: 1_795_271_580_000,
        name: "山田 太郎".into(),
        furigana: "ヤマダ タロウ".into(),
        company: "Example Trading Co., Ltd.".into(),
        email: "taro@example.com".into(),
        phone: "+81 03-1234-5678".into(),
        language: Language::Ja,
        lines: vec![
            RequestedLine {
                model: "TC74HC4050AFTEL".into(),
                manufacturer: "TOSHIBA".into(),
                quantity: 12_500,
                dc: "2020 or newer".into(),
                packing: "Reel".into(),
                target_price: Some("JPY 12.5".into()),
                due: Some("2027-01-31".into()),
                remarks: "Original packing only, please. 未開封品を希望します。".into(),
                supplier: Some("川越部品株式会社".into()),
                lot: Some(1_024),
            },
            RequestedLine {
                model: "B3B-ZR(LF)(SN)".into(),
                quantity: 1,
                ..RequestedLine::default()
            },
        ],
    })
}

pub(super) fn request_copy() -> Mail {
    Mail::RequestCopy(RequestCopy {
        number: RequestNumber(42),
        receipt: RECEIPT,
        lines: vec![
            RequestedPart {
                model: "TC74HC4050AFTEL".into(),
                manufacturer: "TOSHIBA".into(),
                quantity: 12_500,
            },
            RequestedPart {
                model: "B3B-ZR(LF)(SN)".into(),
                manufacturer: String::new(),
                quantity: 1,
            },
            RequestedPart {
                model: "visit http://evil.example".into(),
                manufacturer: "www.evil.example".into(),
                quantity: 3,
            },
        ],
    })
}
