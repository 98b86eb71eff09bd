//! The lots of a company are counted for every mail about an import: all of them along their numbers, and those that are
//! deleted, which are few, along this index. It holds nothing else, so an import does not write to it.

crate::dialect::migration!(&["CREATE INDEX lot_deleted ON lot (company_id) WHERE deleted_at IS NOT NULL"]);
