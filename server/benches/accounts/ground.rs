//! A market as in production: passwords cost what they cost, and answers wait for their floor.

use std::num::NonZeroU32;
use std::sync::Arc;

use domain::accounts::{AccountType, CompanyName, Email, PersonName, Phone};
use domain::language::Language;
use services::accounts::opening::{self, NewAccount, NewCompany};
use services::accounts::passwords::{Cost, Passwords};
use services::limits::Limits;
use services::market::{Market, MarketSettings};

use crate::support::door::Door;
use crate::support::house::{House, On, PASSWORD};

/// Lots to search meanwhile.
const LOTS: usize = 20_000;

pub(crate) struct Ground {
    pub(crate) house: House,
    pub(crate) market: Market,
    pub(crate) door: Door,
    pub(crate) cores: usize,
}

impl Ground {
    pub(crate) async fn prepare() -> Self {
        let house = House::open(On::Sqlite).await.expect("SQLite is always there");
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let seller = house.supplier("seller@example.com").await;
        let models: Vec<String> = (0..LOTS).map(|lot| format!("TC74HC{lot:05}AFTEL")).collect();
        let models: Vec<&str> = models.iter().map(String::as_str).collect();
        house.stock(&seller, &models).await;
        let market = Market {
            passwords: Arc::new(Passwords::new(Cost::OWASP, cores).expect("a cost argon2 accepts")),
            limits: Arc::new(Limits::new(
                house.clock.clone(),
                NonZeroU32::new(1_000_000).unwrap_or(NonZeroU32::MIN),
            )),
            settings: Arc::new(MarketSettings {
                answer_floor: server::startup::ANSWER_FLOOR,
                ..MarketSettings::clone(&house.market.settings)
            }),
            ..house.market.clone()
        };
        Self {
            door: Door::at(&market),
            house,
            market,
            cores,
        }
    }

    /// Opens accounts of buyers, as many at a time as there are cores; their addresses.
    pub(crate) async fn buyers(&self, count: usize, name: &str) -> Vec<String> {
        let addresses: Vec<String> = (0..count)
            .map(|number| format!("{name}{number}@example.com"))
            .collect();
        for addresses in addresses.chunks(self.cores) {
            let opened = addresses.iter().map(|address| {
                let (market, new) = (self.market.clone(), buyer(address));
                tokio::spawn(async move { opening::open(&market, new, Some(company())).await })
            });
            for opened in opened.collect::<Vec<_>>() {
                opened.await.expect("nothing panics").expect("opens");
            }
        }
        addresses
    }
}

fn buyer(address: &str) -> NewAccount {
    NewAccount {
        account_type: AccountType::Buyer,
        email: Email::parse(address).expect("an address"),
        password: PASSWORD.to_owned(),
        name: PersonName::parse("Jane Buyer").expect("a name"),
        furigana: None,
        phone: Phone::parse("HK", "5550-0103").expect("a number"),
        language: Language::En,
    }
}

fn company() -> NewCompany {
    NewCompany {
        name: CompanyName::parse("Harbour Trading").expect("a name"),
        country: "HK".to_owned(),
        is_owner: false,
    }
}
