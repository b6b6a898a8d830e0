//! `Search`, from what a person is looked for by to the holders of certificates.
//!
//! In scope: walking the index, opening holders, pages. Out of scope: who may ask and the record of
//! it (`find_person`), how lists of tokens are joined (`token_walk`).
//! Store and memory are asked in turns and never at once, so that the same search goes through a
//! house and beside one: a slice of places out of the store, their numbers out of memory, their
//! holders out of the store. Rows of holders may change in between: each is as it is when it is
//! read, and who was erased is not found.

use crate::beside::{Beside, known_to};
use crate::candidates::{self, CandidateRow, masked};
use crate::certificate_file::find;
use crate::certificate_grounds::entry;
use crate::counted_under::CountedUnder;
use crate::find_person::{Found, Looked, Page, People};
use crate::house::House;
use crate::house_error::HouseError;
use crate::issue_certificates::{SaltRow, salt_group};
use crate::look_up::FOUND_MAX;
use crate::mend_certificate::{self, CorrectionRow};
use crate::private_fault::PrivateFault;
use crate::private_rows::row;
use crate::token_walk::TokenWalk;
use register::{OrganisationId, PublicAct, SessionId};
use seal::{Batch, Entry};
use std::rc::Rc;
use store::{Blind, PrivateKind, Reader, plain};

/// Places and acts that one page looks at. A page of a rare name ends here and says so, and so does
/// what it costs.
const LOOKED_AT_MAX: usize = 100_000;

/// Holders that are read at a time.
const SLICE: usize = 256;

/// Where store and memory are.
pub(crate) trait Rooms {
    /// Reads the store.
    fn read<T>(
        &self,
        read: impl FnOnce(&dyn Reader) -> Result<T, HouseError>,
    ) -> Result<T, HouseError>;

    /// Looks into memory.
    fn look<T>(&self, look: impl FnOnce(&House) -> Result<T, HouseError>) -> Result<T, HouseError>;
}

impl Rooms for House {
    fn read<T>(
        &self,
        read: impl FnOnce(&dyn Reader) -> Result<T, HouseError>,
    ) -> Result<T, HouseError> {
        read(&self.store)
    }

    fn look<T>(&self, look: impl FnOnce(&House) -> Result<T, HouseError>) -> Result<T, HouseError> {
        look(self)
    }
}

impl Rooms for Beside {
    fn read<T>(
        &self,
        read: impl FnOnce(&dyn Reader) -> Result<T, HouseError>,
    ) -> Result<T, HouseError> {
        self.store(read)
    }

    fn look<T>(&self, look: impl FnOnce(&House) -> Result<T, HouseError>) -> Result<T, HouseError> {
        self.memory(|house| look(house))?
    }
}

/// A search of whoever asks.
pub(crate) struct Search<'a, R> {
    pub(crate) rooms: &'a R,
    /// The key of the index under which everybody is found.
    pub(crate) key: &'a Blind,
    /// Whose certificates may be seen; nothing for everybody's.
    pub(crate) only: Option<OrganisationId>,
}

/// An act that issued certificates.
struct Issued {
    header: u64,
    batch: Batch,
    session: SessionId,
    by: OrganisationId,
}

/// The holder of a certificate.
struct Holder {
    /// The name as it was issued; a correction may have come after.
    issued_to: String,
    found: Found,
}

/// Places that were walked, with the acts that issued there.
#[derive(Default)]
struct Slice {
    seen: Vec<(u64, Rc<Issued>)>,
    /// How many places were looked at, those included that may not be seen.
    looked_at: usize,
    /// The last of them.
    last: Option<u64>,
    /// Nothing follows.
    ended: bool,
}

impl<R: Rooms> Search<'_, R> {
    /// Returns a page of who is looked for, and the word for by what.
    ///
    /// # Errors
    /// [`PrivateFault::TooShort`] for less than two characters of a name; the store fails.
    pub(crate) fn page(
        &self,
        looked: &Looked,
        page: Page,
    ) -> Result<(&'static str, People), HouseError> {
        let from = page.after.map_or(0, |place| place.saturating_add(1));
        Ok(match looked {
            Looked::Document(id) => {
                let token = self.key.document(id.kind().code(), id.number());
                let walk = TokenWalk::of(self.key.document_space(), [token], from);
                ("document", self.walk(walk, looked, page.limit)?)
            }
            Looked::Name(part) | Looked::Beginning(part) => {
                if plain(part).len() < 2 {
                    return Err(PrivateFault::TooShort.into());
                }
                let walk = TokenWalk::of(self.key.name_space(), self.key.name(part), from);
                ("name", self.walk(walk, looked, page.limit)?)
            }
            Looked::Number(number) => ("number", self.numbered(number.trim(), from)?),
        })
    }

    /// Returns the next page of those who were looked for and may be seen.
    fn walk(
        &self,
        mut walk: TokenWalk,
        looked: &Looked,
        limit: usize,
    ) -> Result<People, HouseError> {
        let limit = limit.clamp(1, FOUND_MAX);
        let (mut found, mut left) = (Vec::<Found>::new(), LOOKED_AT_MAX);
        // The first slice fills the page where all are who is looked for; else slices grow.
        let mut most = SLICE.min(limit + 1);
        loop {
            let slice = self.rooms.read(|reader| self.slice(reader, &mut walk, most, left))?;
            for holder in self.holders(&slice.seen)?.into_iter().filter(|one| one.is(looked)) {
                if found.len() == limit {
                    let more = found.last().map(|one| one.entry);
                    return Ok(People { found, more });
                }
                found.push(holder.found);
            }
            left -= slice.looked_at;
            most = SLICE.min(2 * most);
            if slice.ended || left == 0 {
                let more = slice.last.filter(|_| !slice.ended);
                return Ok(People { found, more });
            }
        }
    }

    /// Walks over so many places at most, and on to so many that may be seen.
    fn slice(
        &self,
        reader: &dyn Reader,
        walk: &mut TokenWalk,
        most: usize,
        left: usize,
    ) -> Result<Slice, HouseError> {
        let (mut slice, mut last) = (Slice::default(), None);
        while slice.seen.len() < most && slice.looked_at < left {
            let Some(place) = walk.next(reader)? else {
                slice.ended = true;
                break;
            };
            // Neighbours were mostly issued by one act.
            let known = last.take().filter(|issued: &Rc<Issued>| issued.holds(place));
            let issued = match known {
                Some(issued) => issued,
                None => match issued_at(reader, place)? {
                    Some(issued) => Rc::new(issued),
                    None => continue,
                },
            };
            if self.only.is_some_and(|by| by != issued.by) {
                walk.skip_to(issued.end());
            } else {
                slice.seen.push((place, issued.clone()));
            }
            last = Some(issued);
            slice.looked_at += 1;
            slice.last = Some(place);
        }
        Ok(slice)
    }

    /// Returns the holders of the certificates at these places, without those who were erased.
    fn holders(&self, seen: &[(u64, Rc<Issued>)]) -> Result<Vec<Holder>, HouseError> {
        if seen.is_empty() {
            return Ok(Vec::new());
        }
        let counted: Vec<Rc<CountedUnder>> = self.rooms.look(|house| {
            let mut last: Option<(u64, Rc<CountedUnder>)> = None;
            let under = |(place, issued): &(u64, Rc<Issued>)| {
                known_to(house, *place + 1)?;
                let known = last.take().filter(|(header, _)| *header == issued.header);
                let under = match known {
                    Some((_, under)) => under,
                    None => Rc::new(house.counted_under(issued.header)?),
                };
                last = Some((issued.header, Rc::clone(&under)));
                Ok(under)
            };
            seen.iter().map(under).collect::<Result<_, HouseError>>()
        })?;
        self.rooms.read(|reader| {
            let all = seen.iter().zip(counted);
            let open = |((place, issued), under): (&(u64, Rc<Issued>), Rc<CountedUnder>)| {
                holder_of(reader, *place, issued, &under).transpose()
            };
            all.filter_map(open).collect()
        })
    }

    /// Returns the holder of the certificate with a number, where it may be seen.
    fn numbered(&self, number: &str, from: u64) -> Result<People, HouseError> {
        let seen = self.rooms.read(|reader| {
            let Some((batch, serial)) = find(reader, number)? else { return Ok(None) };
            let place = batch.entry + u64::from(serial - batch.first);
            Ok(issued_at(reader, place)?.map(|issued| (place, Rc::new(issued))))
        })?;
        let may = |(place, issued): &(u64, Rc<Issued>)| {
            from <= *place && self.only.is_none_or(|by| by == issued.by)
        };
        let seen: Vec<_> = seen.into_iter().filter(may).collect();
        let found = self.holders(&seen)?.into_iter().map(|holder| holder.found);
        Ok(People { found: found.collect(), more: None })
    }
}

/// Returns the act that issued the certificate at a place; nothing when none is there.
fn issued_at(reader: &dyn Reader, place: u64) -> Result<Option<Issued>, HouseError> {
    let Entry::Certificate(certificate) = entry(reader, place)? else { return Ok(None) };
    let header = certificate.header;
    let Entry::Act(act) = entry(reader, header)? else { return Err(HouseError::NotAnAct(header)) };
    let (PublicAct::IssueCertificates(issue), Some(by)) = (&act.event.act, act.event.actor) else {
        return Err(HouseError::NotAnAct(header));
    };
    let batch = act.batch.ok_or(HouseError::BatchBroken(header))?;
    Ok(Some(Issued { header, session: issue.session, batch, by }))
}

/// Returns the holder of the certificate at a place; nothing when the holder was erased.
fn holder_of(
    reader: &dyn Reader,
    entry: u64,
    issued: &Issued,
    under: &CountedUnder,
) -> Result<Option<Holder>, HouseError> {
    let (header, session, serial) = (issued.header, issued.session, issued.serial(entry));
    let batch = under.batch(reader)?;
    let number = under.number(&batch, serial)?;
    let salts = salt_group(&batch.site, batch.year, batch.level);
    let salt: Option<SaltRow> = row(reader, (PrivateKind::Salt, &salts, serial))?;
    let Some(SaltRow { place, .. }) = salt else { return Ok(None) };
    let group = candidates::group(session);
    let held: Option<CandidateRow> = row(reader, (PrivateKind::Candidate, &group, place))?;
    let Some(held) = held.filter(|held| !held.is_erased()) else { return Ok(None) };
    let group = mend_certificate::group(header);
    let corrected: Option<CorrectionRow> = row(reader, (PrivateKind::Salt, &group, serial))?;
    let (name, document) = match corrected {
        Some(corrected) => (corrected.name().to_string(), masked(corrected.document())),
        None => (held.name.clone(), held.masked()),
    };
    let found = Found { number, entry, session, place, name, document };
    Ok(Some(Holder { issued_to: held.name, found }))
}

impl Issued {
    /// Returns the place after the last certificate.
    fn end(&self) -> u64 {
        self.header + 1 + u64::from(self.batch.count)
    }

    /// Says whether the act issued the certificate at a place.
    fn holds(&self, place: u64) -> bool {
        self.header < place && place < self.end()
    }

    /// Returns the serial of the certificate at a place that the act [`Issued::holds`].
    fn serial(&self, place: u64) -> u32 {
        self.batch.first_serial + (place - self.header - 1) as u32
    }
}

impl Holder {
    /// Says whether this is who was looked for: a token of a name says that of its pieces alone.
    fn is(&self, looked: &Looked) -> bool {
        let names = || [&*self.found.name, &*self.issued_to].into_iter().map(plain);
        match looked {
            Looked::Document(_) | Looked::Number(_) => true,
            Looked::Name(part) => {
                let part = plain(part);
                names().any(|name| name.windows(part.len()).any(|window| window == part))
            }
            Looked::Beginning(part) => names().any(|name| name.starts_with(&plain(part))),
        }
    }
}
