// Checks a published dengji log with Go's golang.org/x/mod/sumdb: signatures by `note`, hashes and
// proofs by `tlog`. Our tiles lie by C2SP tlog-tiles, which differs from Go's own module database
// in paths and in the place of partial tiles, so they are read by hand here.
//
//	go run main.go LOG PROOFS
//
// Ends with a line of counts; exits 1 at the first thing that Go's library refuses, or at a change
// that it does not refuse.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 3 {
		fail("usage: main LOG PROOFS")
	}
	folder := os.Args[1]
	proofs, err := strconv.Atoi(os.Args[2])
	must(err)
	vkey := strings.TrimSpace(string(read(folder, "vkey")))
	verifier, err := note.NewVerifier(vkey)
	must(err)
	checkpoint := read(folder, "checkpoint")
	size, root := open(checkpoint, verifier)
	log := &log{folder: folder, size: size, tiles: map[string][]byte{}}

	found, err := tlog.TreeHash(size, log)
	must(err)
	if found != root {
		fail("the tiles give another root than the checkpoint")
	}
	inclusion(log, root, proofs)
	pairs := consistency(log, verifier, size, root)
	refusals := changes(log, checkpoint, verifier, root)
	fmt.Printf("go: %d signatures, %d entries, %d inclusion proofs, %d consistency proofs, %d changes refused\n",
		1+log.landmarks, size, proofs, pairs, refusals)
}

// open verifies a checkpoint and returns what it says.
func open(text []byte, verifier note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		fail("the checkpoint has another form")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	var root tlog.Hash
	bytes, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	copy(root[:], bytes)
	return size, root
}

// inclusion proves entries at random places out of our tiles, and checks the proofs.
func inclusion(log *log, root tlog.Hash, proofs int) {
	dice := rand.New(rand.NewSource(80))
	for n := 0; n < proofs; n++ {
		index := dice.Int63n(log.size)
		if n == 0 {
			index = log.size - 1
		}
		proof, err := tlog.ProveRecord(log.size, index, log)
		must(err)
		leaf := tlog.RecordHash(log.entry(index))
		must(tlog.CheckRecord(proof, log.size, root, index, leaf))
	}
}

// consistency proves that each landmark is a prefix of each later one and of the checkpoint.
func consistency(log *log, verifier note.Verifier, size int64, root tlog.Hash) int {
	type head struct {
		size int64
		root tlog.Hash
	}
	heads := []head{{size, root}}
	files, err := os.ReadDir(filepath.Join(log.folder, "landmark"))
	must(err)
	for _, file := range files {
		n, r := open(read(log.folder, "landmark/"+file.Name()), verifier)
		if strconv.FormatInt(n, 10) != file.Name() {
			fail("a landmark lies under another size")
		}
		heads = append(heads, head{n, r})
		log.landmarks++
	}
	sort.Slice(heads, func(i, j int) bool { return heads[i].size < heads[j].size })
	pairs := 0
	for i, old := range heads {
		for _, later := range heads[i+1:] {
			proof, err := tlog.ProveTree(later.size, old.size, log)
			must(err)
			must(tlog.CheckTree(proof, later.size, later.root, old.size, old.root))
			wrong := old.root
			wrong[0] ^= 1
			refused(tlog.CheckTree(proof, later.size, later.root, old.size, wrong), "another old root")
			pairs++
		}
	}
	return pairs
}

// changes says how many changes of what is checked were refused.
func changes(log *log, checkpoint []byte, verifier note.Verifier, root tlog.Hash) int {
	index := log.size / 2
	proof, err := tlog.ProveRecord(log.size, index, log)
	must(err)
	entry := append([]byte{}, log.entry(index)...)
	count := 0
	for at := range entry {
		entry[at] ^= 1
		refused(tlog.CheckRecord(proof, log.size, root, index, tlog.RecordHash(entry)), "an altered entry")
		entry[at] ^= 1
		count++
	}
	leaf := tlog.RecordHash(entry)
	refused(tlog.CheckRecord(proof, log.size, root, index+1, leaf), "another place")
	for at := range proof {
		proof[at][0] ^= 1
		refused(tlog.CheckRecord(proof, log.size, root, index, leaf), "an altered proof")
		proof[at][0] ^= 1
		count++
	}
	text := len(checkpoint) - len(checkpoint[strings.Index(string(checkpoint), "\n\n"):])
	for at := 0; at < text; at++ {
		changed := append([]byte{}, checkpoint...)
		changed[at] ^= 1
		_, err := note.Open(changed, note.VerifierList(verifier))
		refused(err, "an altered checkpoint")
		count++
	}
	return count + 1
}

// log reads hashes and entries of a published log.
type log struct {
	folder    string
	size      int64
	landmarks int
	tiles     map[string][]byte
}

// ReadHashes gives the hashes at Go's own numbering of them.
func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		hashes[i] = l.hash(level, n)
	}
	return hashes, nil
}

// hash returns the root of the n-th complete subtree of 2^level entries.
func (l *log) hash(level int, n int64) tlog.Hash {
	if level%8 != 0 {
		return tlog.NodeHash(l.hash(level-1, 2*n), l.hash(level-1, 2*n+1))
	}
	hashes := l.size >> level
	tile := l.tile(strconv.Itoa(level/8), n/256, hashes)
	var hash tlog.Hash
	copy(hash[:], tile[32*(n%256):])
	return hash
}

// entry returns an entry out of its bundle.
func (l *log) entry(index int64) []byte {
	bundle := l.tile("entries", index/256, l.size)
	for n := index % 256; ; n-- {
		length := int(binary.BigEndian.Uint16(bundle))
		if n == 0 {
			return bundle[2 : 2+length]
		}
		bundle = bundle[2+length:]
	}
}

// tile reads a tile or bundle: full, or as wide as `count` things leave it.
func (l *log) tile(kind string, index, count int64) []byte {
	path := fmt.Sprintf("%03d", index%1000)
	for rest := index / 1000; rest > 0; rest /= 1000 {
		path = fmt.Sprintf("x%03d/%s", rest%1000, path)
	}
	path = "tile/" + kind + "/" + path
	if width := count - 256*index; width < 256 {
		path += fmt.Sprintf(".p/%d", width)
	}
	if _, known := l.tiles[path]; !known {
		l.tiles[path] = read(l.folder, path)
	}
	return l.tiles[path]
}

func read(folder, path string) []byte {
	bytes, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(path)))
	must(err)
	return bytes
}

func must(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func refused(err error, what string) {
	if err == nil {
		fail(what + " was accepted")
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, "go: refused:", why)
	os.Exit(1)
}
