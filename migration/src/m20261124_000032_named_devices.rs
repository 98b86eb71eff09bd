//! Devices that edit stock get the name of their browser and system, by which colleagues know them in the history of a lot.

crate::dialect::migration!(&["ALTER TABLE sync_client ADD COLUMN name TEXT NOT NULL DEFAULT ''"]);
