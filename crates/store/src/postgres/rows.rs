//! `Rows`, many rows on their way into a table, in the binary form of COPY.
//!
//! Source: PostgreSQL, "COPY", section "Binary Format".
//! In scope: the form. Out of scope: which columns there are (`write`).

use bytes::{BufMut, Bytes, BytesMut};

/// The signature, no flags, no extension of the header.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// Bytes of one message; smaller ones let the server work while we send.
const MESSAGE_BYTES: usize = 1 << 18;

/// Rows of one table, as COPY takes them.
pub struct Rows {
    columns: i16,
    buffer: BytesMut,
    count: u64,
}

impl Rows {
    /// Begins rows of so many columns.
    pub fn of(columns: i16) -> Rows {
        let mut buffer = BytesMut::with_capacity(1 << 16);
        buffer.put_slice(HEADER);
        Rows { columns, buffer, count: 0 }
    }

    /// Begins the next row; as many values follow as there are columns.
    pub fn row(&mut self) -> &mut Rows {
        self.count += 1;
        self.buffer.put_i16(self.columns);
        self
    }

    /// Appends a smallint.
    pub fn int2(&mut self, value: i16) -> &mut Rows {
        self.buffer.put_i32(2);
        self.buffer.put_i16(value);
        self
    }

    /// Appends an integer.
    pub fn int4(&mut self, value: i32) -> &mut Rows {
        self.buffer.put_i32(4);
        self.buffer.put_i32(value);
        self
    }

    /// Appends a bigint.
    pub fn int8(&mut self, value: i64) -> &mut Rows {
        self.buffer.put_i32(8);
        self.buffer.put_i64(value);
        self
    }

    /// Appends bytes. Every limit of the contract is far below what the length can say.
    pub fn bytes(&mut self, value: &[u8]) -> &mut Rows {
        self.buffer.put_i32(value.len() as i32);
        self.buffer.put_slice(value);
        self
    }

    /// Returns how many rows there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Ends the rows and returns them in messages.
    pub fn messages(mut self) -> Vec<Bytes> {
        self.buffer.put_i16(-1);
        let mut rest = self.buffer.freeze();
        let mut messages = Vec::new();
        while MESSAGE_BYTES < rest.len() {
            messages.push(rest.split_to(MESSAGE_BYTES));
        }
        messages.push(rest);
        messages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_its_number_of_columns_and_its_values_with_their_lengths() {
        let mut rows = Rows::of(2);
        rows.row().int2(7).bytes(b"ab");
        assert_eq!(rows.count(), 1);
        let expect = [HEADER, &[0, 2, 0, 0, 0, 2, 0, 7, 0, 0, 0, 2, b'a', b'b', 255, 255]].concat();
        assert_eq!(rows.messages(), [Bytes::from(expect)]);
    }

    #[test]
    fn many_rows_go_in_several_messages() {
        let mut rows = Rows::of(1);
        rows.row().bytes(&vec![1; 2 * MESSAGE_BYTES]);
        let messages = rows.messages();
        assert_eq!(messages.len(), 3);
        assert!(messages.iter().all(|message| message.len() <= MESSAGE_BYTES));
    }
}
