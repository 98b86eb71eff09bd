//! The people of the demonstration. Their passwords are no secrets: the command prints them.

use domain::accounts::{AccountType, Role};
use domain::language::Language;

/// Someone to sign in as.
pub(super) struct Person {
    pub(super) email: &'static str,
    pub(super) password: &'static str,
    /// What they are there to show.
    pub(super) role: &'static str,
    pub(super) account_type: AccountType,
    pub(super) is_owner: bool,
    pub(super) name: &'static str,
    pub(super) furigana: &'static str,
    pub(super) company: &'static str,
    pub(super) country: &'static str,
    pub(super) phone: &'static str,
    pub(super) language: Language,
}

impl Person {
    pub(super) fn sells(&self) -> bool {
        self.account_type == AccountType::Supplier
    }

    /// The owner's people have no session without a second factor.
    pub(super) fn needs_app(&self) -> bool {
        self.account_type == AccountType::Staff
    }
}

/// All of them; suppliers first, in the order in which they share the part numbers.
pub(super) const PEOPLE: &[Person] = &[
    Person {
        email: "supplier1@reelstock.example",
        password: "Demo-supplier-1",
        role: "supplier (Japan)",
        account_type: AccountType::Supplier,
        is_owner: false,
        name: "佐藤 健一",
        furigana: "サトウ ケンイチ",
        company: "株式会社みどり電子",
        country: "JP",
        phone: "03-5550-0101",
        language: Language::Ja,
    },
    Person {
        email: "supplier2@reelstock.example",
        password: "Demo-supplier-2",
        role: "supplier (Germany)",
        account_type: AccountType::Supplier,
        is_owner: false,
        name: "Hannah Schmidt",
        furigana: "",
        company: "Isartal Components GmbH",
        country: "DE",
        phone: "089-5550-0102",
        language: Language::En,
    },
    Person {
        email: "owner@reelstock.example",
        password: "Demo-owner-1",
        role: "supplier: the owner's own stock",
        account_type: AccountType::Supplier,
        is_owner: true,
        name: "鈴木 直子",
        furigana: "スズキ ナオコ",
        company: "リールストック株式会社",
        country: "JP",
        phone: "03-5550-0100",
        language: Language::Ja,
    },
    Person {
        email: "buyer@reelstock.example",
        password: "Demo-buyer-1",
        role: "buyer",
        account_type: AccountType::Buyer,
        is_owner: false,
        name: "Daniel Wong",
        furigana: "",
        company: "Harbour Trading Ltd.",
        country: "HK",
        phone: "5550-0103",
        language: Language::En,
    },
    Person {
        email: "staff@reelstock.example",
        password: "Demo-staff-desk-1",
        role: "staff",
        account_type: AccountType::Staff,
        is_owner: false,
        name: "田中 美咲",
        furigana: "タナカ ミサキ",
        company: "",
        country: "JP",
        phone: "03-5550-0104",
        language: Language::Ja,
    },
];

/// Who lets companies in that register in two steps; their sign-in is staff's.
pub(super) const COORDINATOR: Person = Person {
    email: "coordinator@reelstock.example",
    password: "Demo-coordinator-1",
    role: "staff: coordinator",
    account_type: AccountType::Staff,
    is_owner: false,
    name: "中村 恵子",
    furigana: "ナカムラ ケイコ",
    company: "",
    country: "JP",
    phone: "03-5550-0106",
    language: Language::Ja,
};

/// One more user of a company.
pub(super) struct Colleague {
    pub(super) person: Person,
    /// The address of somebody who works there.
    pub(super) of: &'static str,
    pub(super) may: Role,
}

/// Whoever works in a company that another person administers.
pub(super) const COLLEAGUES: &[Colleague] = &[Colleague {
    person: Person {
        email: "clerk1@reelstock.example",
        password: "Demo-clerk-1",
        role: "supplier (Japan): a second user, stock only",
        account_type: AccountType::Supplier,
        is_owner: false,
        name: "伊藤 真由",
        furigana: "イトウ マユ",
        company: "",
        country: "JP",
        phone: "03-5550-0105",
        language: Language::Ja,
    },
    of: "supplier1@reelstock.example",
    may: Role::Stock,
}];
