//! The rules in Japanese.

use super::{column, thousands};
use crate::accounts::CompanyType;
use crate::contact::Topic;
use crate::inventory::stock_file::{Encoding, FileFault, LooksLike, OtherSeparator, RowFault};
use crate::language::Language;
use crate::refusal::Refusal;
use crate::violations::{CharacterFault, Violation};

/// The sentence for a violation.
#[must_use]
pub fn violation(violation: &Violation) -> String {
    match violation {
        Violation::Missing => "入力してください。".into(),
        Violation::TooLong { max, length } => format!("{max}文字以内で入力してください(現在{length}文字)。"),
        Violation::Character { at, fault } => character(*at, *fault),
        Violation::QuantitySeparator => "数量はカンマや空白などの区切りを入れずに入力してください。".into(),
        Violation::QuantityFraction => "数量は整数で入力してください。小数は使えません。".into(),
        Violation::QuantityNotANumber => {
            "数量は1以上の整数を、1000のように数字だけで入力してください。".into()
        }
        Violation::QuantityZero => "数量0の在庫は登録できません。行を削除してください。".into(),
        Violation::QuantityTooLarge { max } => {
            format!("{}以下で入力してください。", thousands(u64::from(*max)))
        }
        Violation::YearFormat => "DCは2015のように西暦4桁で入力してください。".into(),
        Violation::YearOutside { oldest, newest } => {
            format!("DCは{oldest}から{newest}までの年を入力してください。")
        }
        Violation::YearAndWeek { year } => format!("年と週のようです。DCは西暦年です。{year}でしょうか。"),
        Violation::NamesMailAddress => "メールアドレスは記載できません。お取引は当社が仲介します。".into(),
        Violation::NamesWebAddress => "URLは記載できません。お取引は当社が仲介します。".into(),
        Violation::NamesPhone => "電話番号は記載できません。お取引は当社が仲介します。".into(),
        Violation::NamesCompany => "貴社名は記載できません。お取引は当社が仲介します。".into(),
        Violation::EmailAt => "メールアドレスには@が1つだけ必要で、その前後にも文字が必要です。".into(),
        Violation::EmailComma => "メールアドレスにカンマがあります。ピリオドではありませんか。".into(),
        Violation::EmailPeriod => "ピリオドの位置が正しくありません(先頭・末尾・連続・@の隣)。".into(),
        Violation::EmailDomain => "@より後ろが不完全です。name@example.comのように入力してください。".into(),
        Violation::EmailCharacter => "メールアドレスに使えない文字があります。".into(),
        Violation::PhoneTooShort { min } => format!("電話番号は{min}桁以上で入力してください。"),
        Violation::NotAChoice => "一覧から選んでください。".into(),
        Violation::AmountFormat { decimals } => {
            format!("金額は12.5のように数字で、小数は{decimals}桁までで入力してください。")
        }
        Violation::DateFormat => "日付は2027-01-31のように年-月-日で入力してください。".into(),
        Violation::DatePast => "過ぎた日付です。".into(),
        Violation::LotGone => "この在庫はなくなりました。型番でのご依頼は可能です。".into(),
        Violation::OwnLot => "自社の在庫には見積依頼できません。".into(),
        Violation::TooManyLines { max } => format!("1回の依頼は{max}行までです。"),
        Violation::NoLines => "部品を1つ以上入力してください。".into(),
        Violation::AddressTaken => {
            "このメールアドレスは登録済みです。ログインするか、別のアドレスをご利用ください。".into()
        }
        Violation::CoordinatorUnknown => {
            "このアドレスのコーディネーターは見つかりません。正しいアドレスを担当のコーディネーターにご確認ください。".into()
        }
        Violation::AddressOwn => "このメールアドレスはすでにお客様のアカウントにあります。".into(),
        Violation::TooManyAddresses { max } => {
            format!("メールアドレスは{max}件までです。先に1件削除してください。")
        }
        Violation::AddressUnproved => {
            "このアドレスは未確認です。先にメールのリンクから確認してください。".into()
        }
        Violation::AddressMain => {
            "メインのアドレスは削除できません。先に別のアドレスをメインにしてください。".into()
        }
        Violation::PasswordShort { min } => format!("パスワードは{min}文字以上で入力してください。"),
        Violation::PasswordClasses => {
            "パスワードには英字などの文字、数字、記号(!や-など)をすべて含めてください。".into()
        }
        Violation::PasswordOwnData => {
            "お名前、会社名、メールアドレスなどを使ったパスワードは設定できません。".into()
        }
        Violation::PasswordGuessable => {
            "推測されやすいパスワードです。別のものか、より長いものにしてください。".into()
        }
        Violation::PasswordMismatch => "2つのパスワードが一致しません。".into(),
        Violation::PasswordWrong => "パスワードが正しくありません。".into(),
        Violation::PasswordSame => "現在と同じパスワードです。別のものにしてください。".into(),
        Violation::NotTicked => "チェックを入れてください。".into(),
        Violation::UrlFormat => "https://example.comのようなURLか、「なし」と入力してください。".into(),
        Violation::PostcodeJapan => "郵便番号は100-0001のように7桁で入力してください。".into(),
        Violation::PostcodeFormat => {
            "郵便番号は英数字、空白、ハイフンの12文字以内で入力してください。".into()
        }
        Violation::DateFuture => "未来の日付です。".into(),
        Violation::EndBeforeStart => "終了は開始より後の日時にしてください。".into(),
        Violation::DateTooSoon { days } => format!("{days}日以上先の日付にしてください。"),
        Violation::HeadingsMissing => {
            "最初に段落を置き、見出し(#で始まる行)を付けてください。".into()
        }
        Violation::HeadingEmpty { line } => format!("{line}行目の見出しに文字がありません。"),
        Violation::SectionEmpty { line } => format!("{line}行目の見出しの下に本文がありません。"),
        Violation::SectionsDiffer { here, there } => {
            format!("見出しの数が英語版と異なります(日本語{here}、英語{there})。")
        }
        Violation::CorporateUnknown => {
            "このメールアドレスで登録されている法人はありません。登録済みのメールアドレスを法人のご担当者様にご確認ください。".into()
        }
        Violation::BirthImpossible => "生年月日の年をご確認ください。".into(),
        Violation::CodeWrong => "コードが正しくありません。".into(),
        Violation::CodeUsed => "このコードは使用済みです。次のコードをお待ちください。".into(),
        Violation::SentBefore => {
            "このフォームは別の内容で送信済みです。新しいフォームを開いてください。".into()
        }
    }
}

fn character(at: u32, fault: CharacterFault) -> String {
    match fault {
        CharacterFault::FullWidth => format!("半角の英数字と記号だけが使えます({at}文字目)。"),
        CharacterFault::EnvironmentDependent => format!("機種依存文字は使えません({at}文字目)。"),
        CharacterFault::Control => format!("目に見えない文字(制御文字や改行)があります({at}文字目)。"),
        CharacterFault::NotADigit => format!("数字だけが使えます({at}文字目)。"),
        CharacterFault::NotADigitOrHyphen => format!("数字とハイフンだけが使えます({at}文字目)。"),
    }
}

/// The sentence for a refusal.
#[must_use]
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Faults(_) => "印の付いた項目をご確認ください。".into(),
        Refusal::WrongCredentials => {
            "種別、メールアドレスまたは番号、パスワードのいずれかが正しくありません。".into()
        }
        Refusal::SignInFirst => "先にログインしてください。".into(),
        Refusal::NotAllowed => "このアカウントではご利用いただけません。".into(),
        Refusal::NotFound => "ここには何もありません。".into(),
        Refusal::Locked { seconds } => format!(
            "5回失敗したため、ログインを停止しています。入力内容をご確認のうえ、{}後にもう一度お試しください。",
            minutes(*seconds)
        ),
        Refusal::Closed => "失敗が続いたため、このパスワードではログインできません。メールで新しいパスワードを設定してください。".into(),
        Refusal::TooMany { seconds } => format!("回数が多すぎます。{}後にもう一度お試しください。", minutes(*seconds)),
        Refusal::Unverified { mailed: true } => "メールアドレスの確認が済んでいません。確認メールを再送しましたので、リンクを開いてください。".into(),
        Refusal::Unverified { mailed: false } => "メールアドレスの確認が済んでいません。お送りしたメールのリンクを開いてください。".into(),
        Refusal::Suspended => "このアカウントは停止されています。お問い合わせください。".into(),
        Refusal::UnderReview => "申請を審査しています。会社の情報は、審査が終わってから変更できます。".into(),
        Refusal::OnlyAdministrator => "運営者の管理者はこの方だけです。先に別の方を管理者にしてください。".into(),
        Refusal::PassOnFirst => "会社にほかの利用者がいます。先に管理者の役割をどなたかに引き継いでください。".into(),
        Refusal::LinkExpired => "リンクの有効期限が切れています。最初からやり直してください。".into(),
        Refusal::LinkUsed => "このリンクは使用済みです。".into(),
        Refusal::LinkDead => "このセッションは無効になりました。最初からやり直してください。".into(),
        Refusal::LinkOther => "このページを開いた後に、同じブラウザで別のリンクが開かれたため、処理を行いませんでした。お手数ですが、メールのリンクをもう一度開き、次のリンクを開く前に送信してください。".into(),
        Refusal::StepOver => "2段階目の制限時間(10分)が過ぎました。もう一度ログインしてください。".into(),
        Refusal::TriesUsed => "コードを5回間違えました。もう一度ログインしてください。".into(),
        Refusal::ProveFirst => "先にログインパスワードを入力してください。".into(),
        Refusal::PasskeyFailed => "パスキーを確認できませんでした。もう一度お試しいただくか、別の方法をお使いください。".into(),
        Refusal::TooLarge => "送信された内容が大きすぎるため、受け付けられませんでした。前のページに戻り、内容を減らすか小さいファイルを選んで、もう一度送信してください。".into(),
        Refusal::TooSlow => "送信に時間がかかりすぎたため、受け付けられませんでした。通信環境をご確認のうえ、前のページに戻ってもう一度送信してください。".into(),
        Refusal::Busy => "ただいま大変混み合っています。しばらくしてからもう一度お試しください。".into(),
    }
}

/// A wait as a person says it, rounded up.
fn minutes(seconds: u32) -> String {
    match seconds {
        0..60 => format!("{}秒", seconds.max(1)),
        60..3_600 => format!("{}分", seconds.div_ceil(60)),
        _ => format!("{}時間", seconds.div_ceil(3_600)),
    }
}

/// The name of a topic.
#[must_use]
pub const fn topic(topic: Topic) -> &'static str {
    match topic {
        Topic::Mail => "メールが届かない",
        Topic::Screening => "審査の結果について",
        Topic::Csv => "CSV整形サービス",
        Topic::Authenticity => "真贋調査",
        Topic::Other => "その他",
    }
}

/// The name of a field of person and company.
#[must_use]
pub fn profile_field(field: &str) -> &'static str {
    match field {
        "name" => "お名前",
        "furigana" => "フリガナ",
        "company_type" => "会社の種類",
        "company" => "会社名",
        "country" => "国・地域",
        "postcode" => "郵便番号",
        "address" => "住所",
        "phone" => "電話番号",
        "fax" => "FAX番号",
        "url" => "URL",
        "business" => "事業内容",
        "established" => "設立年月日",
        "capital" => "資本金",
        "representative" => "代表者名",
        "coordinator" => "コーディネーターのメールアドレス",
        _ => "登録の目的",
    }
}

/// The name of a kind of company.
#[must_use]
pub const fn company_type(kind: CompanyType) -> &'static str {
    match kind {
        CompanyType::Domestic => "国内企業",
        CompanyType::Overseas => "海外企業",
        CompanyType::Public => "公的機関",
        CompanyType::Other => "その他",
    }
}

/// The sentence for a fault of a stock file.
#[must_use]
pub fn file_fault(fault: &FileFault) -> String {
    let name = |of| column(of, Language::Ja);
    match fault {
        FileFault::WrongExtension => "ファイル名の末尾は.csvにしてください。".into(),
        FileFault::NoListName => "ファイル名の末尾は.csv、.txt、.tsv、.xlsxのいずれかにしてください。".into(),
        FileFault::TooManyBytes { max } => {
            format!("ファイルは{}バイトまでです。分割してください。", thousands(*max))
        }
        FileFault::TooManyRows { max } => {
            format!(
                "データは{}行までです。ファイルを分割してください。",
                thousands(u64::from(*max))
            )
        }
        FileFault::Empty => "ファイルにデータ行がありません。".into(),
        FileFault::BrokeOff => "ファイルの読み込みが途中で切れました。もう一度送信してください。".into(),
        FileFault::NotUtf8 { guess } => not_utf8(*guess).into(),
        FileFault::NotInEncoding { encoding } => format!(
            "ここのバイト列は{}ではありません。別の文字コードを選ぶか、ファイルを保存し直してください。1つのファイルに複数の文字コードが混ざっている可能性があります。",
            encoding.word()
        ),
        FileFault::WorkbookUnreadable => {
            "ブックを開けません。破損しているか、パスワードで保護されているか、シートがありません。".into()
        }
        FileFault::WorkbookTooLarge => {
            "ブックを展開すると在庫表の上限を超えます。分割するか、CSVで保存してください。".into()
        }
        FileFault::NotCsv { looks_like } => not_csv(*looks_like).into(),
        FileFault::Separator { found } => separator(*found).into(),
        FileFault::NoHeadings => "1行目には9つの見出しが必要です。".into(),
        FileFault::HeadingMissing { column } => format!("見出し「{}」がありません。", name(*column)),
        FileFault::HeadingOrder { expected, found, at } => {
            format!(
                "{at}番目の見出しは「{}」の位置ですが、「{}」になっています。",
                name(*expected),
                name(*found)
            )
        }
        FileFault::HeadingUnknown { at } => format!("{at}番目の見出しは9つの項目のいずれでもありません。"),
        FileFault::TooManyFiles { max } => format!(
            "一度に受け付けるファイルは{max}件までです。このファイルはそれを超えたため受け付けていません。もう一度送信してください。"
        ),
        FileFault::TooManyWaiting { max } => format!(
            "取り込みの確認を待っているファイルが{max}件あります。先にいずれかを取り込むか破棄してから、このファイルをもう一度送信してください。"
        ),
        FileFault::TooManyColumns { max } => {
            format!("{max}列目より後ろに見出しがあります。在庫表に不要な列を削除してください。")
        }
        FileFault::MissingCells { expected, found } => {
            format!("セルが{expected}個のうち{found}個しかありません。カンマが抜けていませんか。")
        }
        FileFault::ExtraCells { expected, found } => {
            format!(
                "セルが{expected}個のところ{found}個あります。カンマを含むセルは引用符(\")で囲んでください。"
            )
        }
        FileFault::BlankRow => "空白行です。削除してください。".into(),
        FileFault::UnclosedQuote => "ここで始まる引用符(\")が閉じられていません。".into(),
        FileFault::StrayQuote => "引用符(\")で囲んだセルの中の引用符は2つ重ねてください。".into(),
        FileFault::Nul => "NULバイトがあります。CSV UTF-8形式で保存し直してください。".into(),
        FileFault::FieldTooLong { max } => {
            format!(
                "セルが{}バイトを超えています。引用符(\")が抜けていませんか。",
                thousands(u64::from(*max))
            )
        }
        FileFault::HeadingTwice { column, at } => {
            format!("{at}番目の見出し「{}」が重複しています。", name(*column))
        }
        FileFault::Cell(violation) => self::violation(violation),
        FileFault::ReferenceTwice { row } => {
            format!("{row}行目と同じ自社管理番号です。在庫ごとに別の番号を付けてください。")
        }
        FileFault::ReferenceOfAnother { model } => {
            format!("この自社管理番号は別の在庫({model})のものです。8項目のいずれかが一致していません。")
        }
        FileFault::ReferenceKnown { model } => {
            format!("この自社管理番号は、すでに在庫表の{model}に付いています。追加すると重複します。")
        }
    }
}

const fn not_utf8(guess: Encoding) -> &'static str {
    match guess {
        Encoding::Utf16 => {
            "文字コードがUTF-8ではなくUTF-16(Unicodeテキスト)のようです。CSV UTF-8形式で保存し直してください。"
        }
        Encoding::ShiftJis => {
            "文字コードがUTF-8ではなくShift_JISのようです。CSV UTF-8形式で保存し直してください。"
        }
        Encoding::Other => "文字コードがUTF-8ではありません。CSV UTF-8形式で保存し直してください。",
    }
}

const fn not_csv(looks_like: LooksLike) -> &'static str {
    match looks_like {
        LooksLike::Spreadsheet => "中身が表計算ソフトのファイルです。CSV UTF-8形式で保存し直してください。",
        LooksLike::Pdf => "中身がPDFファイルです。一覧をCSV UTF-8形式で保存してください。",
        LooksLike::Image => "中身が画像ファイルです。一覧をCSV UTF-8形式で保存してください。",
    }
}

const fn separator(found: OtherSeparator) -> &'static str {
    match found {
        OtherSeparator::Semicolon => "区切りがセミコロンになっています。半角カンマで区切ってください。",
        OtherSeparator::Tab => "区切りがタブになっています。半角カンマで区切ってください。",
        OtherSeparator::WideComma => {
            "区切りが全角のカンマや読点になっています。半角カンマで区切ってください。"
        }
    }
}

/// The sentence for a fault with its place before it: `3行目、型番: …`.
#[must_use]
pub fn row_fault(fault: &RowFault) -> String {
    let reason = file_fault(&fault.fault);
    match (fault.row, fault.column) {
        (RowFault::WHOLE_FILE, _) => reason,
        (row, None) => format!("{row}行目: {reason}"),
        (row, Some(at)) => format!("{row}行目、{}: {reason}", column(at, Language::Ja)),
    }
}
