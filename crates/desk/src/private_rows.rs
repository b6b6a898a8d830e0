//! Private rows as bytes: how a row about a person is written down and read again.
//!
//! In scope: the form of a body, rows of a group. Out of scope: what rows say (the use cases),
//! sealing (`store::Vault`).
//! A body is one byte of form and the fields in their order (postcard), without their names: a
//! register holds millions. Bodies of before are JSON, which begins with a brace, and still read.
//! A field that is added goes to the end of its row and needs a new form.

use crate::house::House;
use crate::house_error::HouseError;
use serde::{Deserialize, Serialize};
use store::{PrivateKind, PrivateRow, Reader};

/// Names of groups that are read at a time.
const GROUPS: usize = 1_024;

/// The form of a body.
const FORM: u8 = 1;

/// Makes a private row of a value.
pub(crate) fn private(
    kind: PrivateKind,
    group: &str,
    place: u32,
    value: &impl Serialize,
) -> PrivateRow {
    let body = postcard::to_extend(value, vec![FORM]).expect("plain fields are written");
    PrivateRow { kind, group: group.to_string(), place, body }
}

/// Reads the body of a row; nothing when it is none of that kind.
pub(crate) fn read_row<T: for<'a> Deserialize<'a>>(body: &[u8]) -> Option<T> {
    match body.split_first()? {
        (&FORM, fields) => match postcard::take_from_bytes(fields).ok()? {
            (row, []) => Some(row),
            _ => None,
        },
        (b'{', _) => serde_json::from_slice(body).ok(),
        _ => None,
    }
}

/// Returns place and row of a group's rows, by rising place.
fn placed<T: for<'a> Deserialize<'a>>(
    reader: &dyn Reader,
    kind: PrivateKind,
    group: &str,
) -> Result<Vec<(u32, T)>, HouseError> {
    let rows = reader.private_rows(kind, group)?;
    let read = |(place, body): &(u32, Vec<u8>)| Some((*place, read_row(body)?));
    let rows: Option<Vec<_>> = rows.iter().map(read).collect();
    rows.ok_or_else(|| HouseError::PrivateRow(group.to_string()))
}

/// Returns a group's rows by rising place.
///
/// # Errors
/// The store failed, or a row is none of that kind.
pub(crate) fn rows<T: for<'a> Deserialize<'a>>(
    reader: &dyn Reader,
    kind: PrivateKind,
    group: &str,
) -> Result<Vec<T>, HouseError> {
    Ok(placed(reader, kind, group)?.into_iter().map(|(_, row)| row).collect())
}

/// Returns one row; nothing where none stands.
///
/// # Errors
/// The store failed, or the row is none of that kind.
pub(crate) fn row<T: for<'a> Deserialize<'a>>(
    reader: &dyn Reader,
    (kind, group, place): (PrivateKind, &str, u32),
) -> Result<Option<T>, HouseError> {
    let Some(body) = reader.private_row(kind, group, place)? else { return Ok(None) };
    read_row(&body).map(Some).ok_or_else(|| HouseError::PrivateRow(group.to_string()))
}

impl House {
    /// Returns place and row of a group's rows, by rising place.
    pub(crate) fn placed_rows<T: for<'a> Deserialize<'a>>(
        &self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Vec<(u32, T)>, HouseError> {
        placed(&self.store, kind, group)
    }

    /// Returns a group's rows by rising place.
    pub(crate) fn rows<T: for<'a> Deserialize<'a>>(
        &self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Vec<T>, HouseError> {
        rows(&self.store, kind, group)
    }

    /// Returns one row.
    pub(crate) fn row<T: for<'a> Deserialize<'a>>(
        &self,
        at: (PrivateKind, &str, u32),
    ) -> Result<Option<T>, HouseError> {
        row(&self.store, at)
    }

    /// Calls `each` with the name of every group of a kind that begins so, by rising bytes.
    pub(crate) fn each_group(
        &self,
        kind: PrivateKind,
        begins: &str,
        each: &mut dyn FnMut(&str) -> Result<(), HouseError>,
    ) -> Result<(), HouseError> {
        let mut after = begins.to_string();
        loop {
            let names = self.store.private_groups(kind, &after, GROUPS)?;
            for name in &names {
                if !name.starts_with(begins) {
                    return Ok(());
                }
                each(name)?;
            }
            match names.into_iter().next_back() {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }

    /// Returns the place after the last row of a group.
    pub(crate) fn next_place(&self, kind: PrivateKind, group: &str) -> Result<u32, HouseError> {
        Ok(self.store.last_place(kind, group)?.map_or(0, |place| place + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Row {
        name: String,
        salt: [u8; 2],
        #[serde(default)]
        later: Option<u8>,
    }

    fn check(body: &[u8], expect: Option<(&str, Option<u8>)>) {
        let row = expect.map(|(name, later)| Row { name: name.to_string(), salt: [1, 2], later });
        assert_eq!(read_row::<Row>(body), row, "{body:?}");
    }

    #[test]
    fn a_row_is_read_in_its_form_and_in_the_one_of_before() {
        let row = Row { name: "示例".to_string(), salt: [1, 2], later: Some(7) };
        let body = private(PrivateKind::Salt, "g", 0, &row).body;
        assert_eq!(body.len(), 1 + 1 + 6 + 2 + 2);
        check(&body, Some(("示例", Some(7))));
        check("{\"name\":\"示例\",\"salt\":[1,2]}".as_bytes(), Some(("示例", None)));
        check(&body[..body.len() - 1], None);
        check(&[&body[..], &[0]].concat(), None);
        check(&[2, 0], None);
        check(b"", None);
        check(b"{", None);
    }
}
