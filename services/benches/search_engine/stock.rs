//! Stock made from real part numbers, in the manner of makers: suffixes for packing and temperature, and the value
//! codes of resistors and capacitors. The same seed always gives the same stock.

use std::collections::HashSet;

use services::search::engine::IndexedLot;

const PACKING: &[&str] = &[
    "Reel",
    "Loose",
    "Taping cut",
    "Tray",
    "Tube",
    "Box",
    "Bulk",
    "Ammo",
    "リール",
    "バラ",
];
const ROHS: &[&str] = &["ROHS", "ROHS2", "ROHS3", "Unknown", "Non-ROHS"];
const PLACE: &[&str] = &[
    "Japan",
    "China",
    "USA",
    "Taiwan",
    "Germany",
    "Singapore",
    "Hong Kong",
    "Korea",
    "Thailand",
    "Malaysia",
    "日本",
    "埼玉県川越市",
];
const SUFFIX: &[&str] = &[
    "",
    "-TR",
    "/TR",
    "-T",
    "TR",
    "-E3",
    "#PBF",
    "#TRPBF",
    "G",
    "-ND",
    "/NOPB",
    "T&R",
    "-I/SN",
    "-E/P",
    ",115",
    "(TE85L,F)",
    "+",
    "+T",
    "-7-F",
    "RL",
    "-REEL7",
    "Q1",
];
const SIZES: &[&str] = &["0201", "0402", "0603", "0805", "1206", "1210", "2512"];

/// SplitMix64: a bench needs neither quality nor a crate.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ z >> 31) % end as u64) as usize
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// Maker, product name, model.
type Part = (String, String, String);

/// An endless list of lots over a limited number of models.
pub(crate) struct Stock {
    parts: Vec<Part>,
    chance: Chance,
    made: usize,
}

impl Stock {
    /// Lots of `models` models; `csv` has the columns model, manufacturer, product_name.
    pub(crate) fn new(csv: &str, models: usize, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let real: Vec<Part> = csv.lines().skip(1).filter_map(part).collect();
        let mut known: HashSet<String> = HashSet::new();
        let mut parts = Vec::with_capacity(models);
        for part in real.iter().cloned() {
            add(&mut parts, &mut known, part);
        }
        while parts.len() < models {
            let made = if chance.below(10) < 6 {
                passive(&mut chance)
            } else {
                suffixed(&real, &mut chance)
            };
            add(&mut parts, &mut known, made);
        }
        parts.truncate(models);
        Self {
            parts,
            chance,
            made: 0,
        }
    }
}

fn part(line: &str) -> Option<Part> {
    let mut cells = line.split(',').map(|cell| cell.trim_matches('"').to_owned());
    let (model, maker, product) = (cells.next()?, cells.next()?, cells.next()?);
    Some((maker, product, model))
}

fn suffixed(real: &[Part], chance: &mut Chance) -> Part {
    let (maker, product, model) = &real[chance.below(real.len())];
    (
        maker.clone(),
        product.clone(),
        format!("{model}{}", chance.of(SUFFIX)),
    )
}

fn add(parts: &mut Vec<Part>, known: &mut HashSet<String>, part: Part) {
    if known.insert(domain::search::norm(&part.2)) {
        parts.push(part);
    }
}

impl Iterator for Stock {
    type Item = IndexedLot;

    fn next(&mut self) -> Option<IndexedLot> {
        let chance = &mut self.chance;
        // Every model once, then any.
        let at = if self.made < self.parts.len() {
            self.made
        } else {
            chance.below(self.parts.len())
        };
        let (maker, product, model) = self.parts[at].clone();
        self.made += 1;
        let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
        let (from, span) = chance.of(&[(1, 99), (100, 9_900), (10_000, 990_000)]);
        Some(IndexedLot {
            lot_id: self.made as i64,
            company: chance.below(500) as i64,
            registered: 1_600_000_000_000 + chance.below(150_000_000_000) as i64,
            manufacturer: or(maker, "Unknown"),
            product_name: or(product, "IC"),
            model: model.chars().take(50).collect(),
            quantity: (from + chance.below(span)) as u32,
            packing: chance.of(PACKING).to_owned(),
            rohs: chance.of(ROHS).to_owned(),
            dc: (chance.below(2) == 0).then(|| 1998 + chance.below(29) as u16),
            location: chance.of(PLACE).to_owned(),
            remarks: match chance.below(5) {
                0 | 1 => String::new(),
                2 => format!("{}-{}", chance.of(&["A", "B", "C", "D"]), 1 + chance.below(99)),
                3 => "Small orders accepted".to_owned(),
                _ => "小口対応可".to_owned(),
            },
            owner_stock: chance.below(50) == 0,
        })
    }
}

/// A chip resistor or capacitor: maker, product name, model.
fn passive(c: &mut Chance) -> Part {
    let code = format!("{}{}", 10 + c.below(90), c.below(7));
    let (maker, product, model) = match c.below(5) {
        0 => (
            "Panasonic",
            "Chip resistor",
            format!("ERJ{}GEYJ{code}V", c.of(&["1", "2", "3", "8"])),
        ),
        1 => {
            let digit = format!("K{}", 1 + c.below(9));
            let unit = c.of(&["R", "K", "M", digit.as_str()]);
            (
                "YAGEO",
                "Chip resistor",
                format!("RC{}FR-07{}{unit}L", c.of(SIZES), 1 + c.below(999)),
            )
        }
        2 => (
            "Vishay",
            "Chip resistor",
            format!(
                "CRCW{}{}{}{}FKEA",
                c.of(SIZES),
                1 + c.below(99),
                c.of(&["R", "K", "M"]),
                c.below(100)
            ),
        ),
        3 => {
            let (size, kind, heat) = (
                c.of(&["155", "188", "21B", "31C"]),
                c.of(&["6", "7", "C", "B"]),
                c.of(&["71", "61", "60"]),
            );
            let (volt, end) = (
                c.of(&["A", "C", "E", "H"]),
                c.of(&["KA88", "KA93", "KE15", "MA01"]),
            );
            (
                "Murata",
                "Chip capacitor",
                format!("GRM{size}{kind}R{heat}{volt}{code}{end}D"),
            )
        }
        _ => {
            let (size, kind, volt) = (
                c.of(&["1005", "1608", "2012", "3216"]),
                c.of(&["X7R", "X5R", "C0G", "JB"]),
                c.of(&["1A", "1C", "1E", "1H"]),
            );
            (
                "TDK",
                "Chip capacitor",
                format!("C{size}{kind}{volt}{code}K{}", c.of(&["080AA", "125AB", "160AC"])),
            )
        }
    };
    (maker.to_owned(), product.to_owned(), model)
}
