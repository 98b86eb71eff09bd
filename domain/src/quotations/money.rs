//! Prices: a currency and an amount with at most four decimals (Z28). Never a floating-point number.

use serde::{Deserialize, Serialize};

use crate::text::fold_width;
use crate::violations::Violation;

/// The currencies of the trade; Japanese yen stands first because it is the default (Z28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    Jpy,
    Usd,
    Eur,
    Cny,
    Hkd,
    Twd,
    Krw,
    Sgd,
    Gbp,
}

impl Currency {
    /// All that are offered.
    pub const ALL: [Self; 9] = [
        Self::Jpy,
        Self::Usd,
        Self::Eur,
        Self::Cny,
        Self::Hkd,
        Self::Twd,
        Self::Krw,
        Self::Sgd,
        Self::Gbp,
    ];

    /// ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Jpy => "JPY",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Cny => "CNY",
            Self::Hkd => "HKD",
            Self::Twd => "TWD",
            Self::Krw => "KRW",
            Self::Sgd => "SGD",
            Self::Gbp => "GBP",
        }
    }

    /// The currency of a code; the empty text is yen.
    ///
    /// # Errors
    /// A code that is not offered.
    pub fn parse(code: &str) -> Result<Self, Violation> {
        let code = code.trim();
        if code.is_empty() {
            return Ok(Self::Jpy);
        }
        Self::ALL
            .into_iter()
            .find(|currency| currency.code() == code)
            .ok_or(Violation::NotAChoice)
    }
}

/// Decimals of a unit price (Z28).
const DECIMALS: usize = 4;
/// Most digits before the point.
const WHOLE_DIGITS: usize = 9;

/// The unit price a buyer hopes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetPrice {
    currency: Currency,
    ten_thousandths: i64,
}

impl TargetPrice {
    /// Reads an optional amount: digits, and at most four decimals after a point.
    ///
    /// # Errors
    /// Anything else, separators included: `1,5` may be one and a half or fifteen hundred.
    pub fn parse(amount: &str, currency: Currency) -> Result<Option<Self>, Violation> {
        let folded = fold_width(amount);
        let text = folded.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let fault = Violation::AmountFormat {
            decimals: DECIMALS as u8,
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let well_formed = digits(whole)
            && digits(fraction)
            && (1..=WHOLE_DIGITS).contains(&whole.len())
            && fraction.len() <= DECIMALS;
        if !well_formed || text.ends_with('.') {
            return Err(fault);
        }
        let ten_thousandths: i64 = format!("{whole}{fraction:0<DECIMALS$}")
            .parse()
            .map_err(|_| fault.clone())?;
        if ten_thousandths == 0 {
            Err(fault)
        } else {
            Ok(Some(Self {
                currency,
                ten_thousandths,
            }))
        }
    }

    /// A price as it was stored.
    #[must_use]
    pub const fn of_ten_thousandths(ten_thousandths: i64, currency: Currency) -> Self {
        Self {
            currency,
            ten_thousandths,
        }
    }

    /// Ten-thousandths of the currency's unit.
    #[must_use]
    pub const fn ten_thousandths(self) -> i64 {
        self.ten_thousandths
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// As it is written for a person, without idle zeros: `JPY 12.5`.
    #[must_use]
    pub fn shown(self) -> String {
        let (whole, fraction) = (self.ten_thousandths / 10_000, self.ten_thousandths % 10_000);
        let amount = format!("{whole}.{fraction:04}");
        format!(
            "{} {}",
            self.currency.code(),
            amount.trim_end_matches('0').trim_end_matches('.')
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn four_decimals_fit_and_five_do_not() {
        let price = |text| TargetPrice::parse(text, Currency::Usd);
        assert_eq!(
            price("0.0425").map(|p| p.map(TargetPrice::shown)),
            Ok(Some("USD 0.0425".into()))
        );
        assert_eq!(
            price("１２.５").map(|p| p.map(TargetPrice::shown)),
            Ok(Some("USD 12.5".into()))
        );
        assert_eq!(price(""), Ok(None));
        for wrong in [
            "0.00001",
            "1,5",
            "-1",
            "1e3",
            ".5",
            "5.",
            "0",
            "1.2.3",
            "１０００円",
            "1234567890",
        ] {
            assert_eq!(
                price(wrong),
                Err(Violation::AmountFormat { decimals: 4 }),
                "{wrong}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_as_the_same_price(ten_thousandths in 1_i64..=9_999_999_999_999) {
            let price = TargetPrice::of_ten_thousandths(ten_thousandths, Currency::Jpy);
            let shown = price.shown();
            let amount = shown.strip_prefix("JPY ").expect("the code stands first");
            prop_assert_eq!(TargetPrice::parse(amount, Currency::Jpy), Ok(Some(price)));
        }
    }
}
