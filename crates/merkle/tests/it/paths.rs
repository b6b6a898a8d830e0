//! Paths of tiles and bundles: one form each, strictly read.
//!
//! Out of scope: what the tiles hold.

use merkle::{EntryBundle, Tile};

fn check(path: &str, expect: Option<(u8, u64, u16)>) {
    let found = path.parse::<Tile>().ok();
    assert_eq!(found, expect.and_then(|(l, n, w)| Tile::new(l, n, w)), "{path}");
    assert_eq!(found.is_some(), expect.is_some(), "{path}");
    if let Some(tile) = found {
        assert_eq!(tile.to_string(), path);
    }
}

#[test]
fn a_tile_path_reads_back_and_any_other_form_is_refused() {
    check("tile/0/000", Some((0, 0, 256)));
    check("tile/0/x001/x234/067", Some((0, 1_234_067, 256)));
    check("tile/1/x001/000.p/17", Some((1, 1000, 17)));
    check("tile/2/000.p/1", Some((2, 0, 1)));
    check("tile/0/999.p/255", Some((0, 999, 255)));
    check("tile/7/000.p/255", Some((7, 0, 255)));
    check("tile/0/x072/x057/x594/x037/x927/934", Some((0, 72_057_594_037_927_934, 256)));

    check("/tile/0/000", None);
    check("tile/00/000", None);
    check("tile/-1/000", None);
    check("tile/+1/000", None);
    check("tile/8/000", None);
    check("tile/64/000", None);
    check("tile//000", None);
    check("tile/0/", None);
    check("tile/0/0", None);
    check("tile/0/0000", None);
    check("tile/0/x001", None);
    check("tile/0/001/067", None);
    check("tile/0/x000/067", None);
    check("tile/0/x000/x001/067", None);
    check("tile/0/x1/067", None);
    check("tile/0/0x1", None);
    check("tile/0/000.p/0", None);
    check("tile/0/000.p/256", None);
    check("tile/0/000.p/01", None);
    check("tile/0/000.p/", None);
    check("tile/0/000.p/1.p/1", None);
    check("tile/0/000/", None);
    check("tile/0/..", None);
    check("tile/0/０００", None);
    check("tile/0/x072/x057/x594/x037/x927/936", None);
    check("tile/0/x999/x999/x999/x999/x999/x999/x999/999", None);
    check("tile/7/001", None);
    check("tile/entries/000", None);
}

#[test]
fn a_bundle_path_reads_back_and_any_other_form_is_refused() {
    let check = |path: &str, expect: Option<(u64, u16)>| {
        let found = path.parse::<EntryBundle>().ok();
        assert_eq!(found.map(|bundle| (bundle.index(), bundle.width())), expect, "{path}");
        if let Some(bundle) = found {
            assert_eq!(bundle.to_string(), path);
        }
    };
    check("tile/entries/000", Some((0, 256)));
    check("tile/entries/x001/x234/067.p/8", Some((1_234_067, 8)));
    check("tile/entries/x001/x234/067.p/256", None);
    check("tile/entries/x000/067", None);
    check("tile/0/000", None);
}

#[test]
fn an_error_shows_no_more_than_a_line_of_the_path() {
    let error = "tile/0/".repeat(1000).parse::<Tile>().unwrap_err();
    assert!(error.to_string().len() < 200, "{error}");
}
