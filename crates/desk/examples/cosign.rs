//! `cosign NOTE TIME_S`: a checkpoint's note with the cosignature of a witness whose key everybody
//! knows, for outside checkers.
//!
//! The seed is that of RFC 8032 §7.1 TEST 2. A witness also verifies that the log only grew; this
//! does not, so it is for tests alone. `cosign --key` prints the verifier key.

use seal::{Cosigner, KeyName, SignedNote, SigningSeed};
use std::error::Error;

const SEED: &str = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
const NAME: &str = "witness.invalid/vectors";

fn main() -> Result<(), Box<dyn Error>> {
    let seed = SigningSeed::from_bytes(&SEED.parse::<vocab::Hash>()?.0);
    let witness = Cosigner::new(KeyName::new(NAME)?, seed);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [key] if key == "--key" => println!("{}", witness.verifier()),
        [path, time_s] => {
            let mut note = SignedNote::parse(&std::fs::read(path)?)?;
            let line = witness.cosign(&note, time_s.parse()?)?;
            note.push(line)?;
            print!("{note}");
        }
        _ => return Err("usage: cosign NOTE TIME_S | cosign --key".into()),
    }
    Ok(())
}
