//! SQL on a test's database, past every rule of the house: what time or an operator would do to it, and what nobody is shown.

use sea_orm::{ConnectionTrait, Statement, TryGetable};

use super::House;

impl House {
    pub async fn run(&self, sql: &str) {
        let writer = self.market.db.writer();
        writer.execute_unprepared(sql).await.expect("the statement runs");
    }

    /// The number in the first row.
    pub async fn number(&self, sql: &str) -> i64 {
        self.numbers(sql).await.into_iter().next().expect("a row")
    }

    /// The number in each row.
    pub async fn numbers(&self, sql: &str) -> Vec<i64> {
        self.firsts(sql).await
    }

    /// The text in the first row.
    pub async fn text(&self, sql: &str) -> String {
        self.texts(sql).await.into_iter().next().expect("a row")
    }

    /// The text in each row.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        self.firsts(sql).await
    }

    /// How many rows a table has.
    pub async fn rows(&self, table: &str) -> i64 {
        self.number(&format!("SELECT COUNT(*) FROM {table}")).await
    }

    async fn firsts<T: TryGetable>(&self, sql: &str) -> Vec<T> {
        let statement = Statement::from_string(self.market.db.backend(), sql);
        let rows = self.market.db.reader().query_all_raw(statement).await;
        rows.expect("reads")
            .iter()
            .map(|row| row.try_get_by_index(0).expect("of the type that was asked for"))
            .collect()
    }
}
