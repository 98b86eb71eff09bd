//! Companies that register in two steps: what kind they are, who lets them in, and whether they are in.

crate::dialect::migration!(&[
    // Of a temporary registration; anybody else's is empty.
    "ALTER TABLE registration ADD COLUMN company_type VARCHAR(8) NOT NULL DEFAULT ''
        CHECK (company_type IN ('', 'domestic', 'overseas', 'public', 'other'))",
    "ALTER TABLE company ADD COLUMN company_type VARCHAR(8) NOT NULL DEFAULT ''
        CHECK (company_type IN ('', 'domestic', 'overseas', 'public', 'other'))",
    // What its coordinator says; whether a supplier is approved is its standing.
    "ALTER TABLE company ADD COLUMN admission VARCHAR(9) NOT NULL DEFAULT 'active'
        CHECK (admission IN ('active', 'screening', 'rejected') AND (admission = 'active' OR company_type <> ''))",
    // Neither database changes a condition in the same words, so the column is made anew.
    "ALTER TABLE application ADD COLUMN kind_anew VARCHAR(12) NOT NULL DEFAULT 'registration'
        CHECK (kind_anew IN ('registration', 'change', 'company'))",
    "UPDATE application SET kind_anew = kind",
    "ALTER TABLE application DROP COLUMN kind",
    "ALTER TABLE application RENAME COLUMN kind_anew TO kind",
    // Whom the applicant named.
    "ALTER TABLE application ADD COLUMN coordinator BIGINT REFERENCES account (id) ON DELETE SET NULL
        CHECK (coordinator IS NULL OR kind = 'company')",
    "CREATE INDEX application_coordinator ON application (coordinator, state) WHERE coordinator IS NOT NULL",
    // A role is always written; what stands here opens nothing in the console.
    "ALTER TABLE staff ADD COLUMN role_anew VARCHAR(14) NOT NULL DEFAULT 'trainings'
        CHECK (role_anew IN ('administrator', 'screening', 'desk', 'stock', 'trainings', 'coordinator'))",
    "UPDATE staff SET role_anew = role",
    "ALTER TABLE staff DROP COLUMN role",
    "ALTER TABLE staff RENAME COLUMN role_anew TO role",
]);
