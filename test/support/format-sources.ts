/** Programs for the tests of binary formats, by file name. Each is a module of its own. */
export const formatSources = {
  /** For every Go from 1.18 on: types with methods, an interface, a map, strings, a goroutine. */
  small: {
    'go.mod': 'module example.com/small\n\ngo 1.18\n',
    'main.go': `package main

import "os"

type shape interface{ area() int }

type square struct{ side int }

func (s square) area() int { return s.side * s.side }

type Größe[T any] struct{ wert T }

//go:noinline
func (g *Größe[T]) setze(w T) { g.wert = w }

var names = map[string]shape{"one": square{1}, "two": square{2}}

func main() {
	done := make(chan int)
	go func() {
		sum := 0
		for _, each := range names {
			sum += each.area()
		}
		done <- sum
	}()
	var größe Größe[string]
	größe.setze("small")
	println(größe.wert, <-done, len(os.Args))
}
`,
  },
  /** Prints what Go's own packages read of a Mach-O or PE file, or of each slice of a universal one, as JSON. */
  tables: {
    'go.mod': 'module example.com/tables\n\ngo 1.24\n',
    'main.go': `package main

import (
	"debug/macho"
	"debug/pe"
	"encoding/json"
	"log"
	"os"
)

type Section struct {
	Name                 string
	Address, MemoryBytes uint64
	Offset, Bytes, Flags uint64
}

type Tables struct {
	Cpu       uint32
	Offset    uint64
	ImageBase uint64
	Sections  []Section
	Segments  []Section
	Libraries []string
	Symbols   int
}

func ofMacho(file *macho.File) Tables {
	tables := Tables{Cpu: uint32(file.Cpu)}
	for _, each := range file.Sections {
		tables.Sections = append(tables.Sections, Section{Name: each.Seg + "," + each.Name, Address: each.Addr, MemoryBytes: each.Size, Offset: uint64(each.Offset), Bytes: each.Size, Flags: uint64(each.Flags)})
	}
	for _, load := range file.Loads {
		if each, ok := load.(*macho.Segment); ok {
			tables.Segments = append(tables.Segments, Section{Name: each.Name, Address: each.Addr, MemoryBytes: each.Memsz, Offset: each.Offset, Bytes: each.Filesz, Flags: uint64(each.Prot)})
		}
	}
	tables.Libraries, _ = file.ImportedLibraries()
	if file.Symtab != nil {
		tables.Symbols = len(file.Symtab.Syms)
	}
	return tables
}

func ofPe(file *pe.File) Tables {
	tables := Tables{Cpu: uint32(file.Machine), Symbols: len(file.Symbols)}
	switch header := file.OptionalHeader.(type) {
	case *pe.OptionalHeader32:
		tables.ImageBase = uint64(header.ImageBase)
	case *pe.OptionalHeader64:
		tables.ImageBase = header.ImageBase
	}
	for _, each := range file.Sections {
		tables.Sections = append(tables.Sections, Section{Name: each.Name, Address: uint64(each.VirtualAddress), MemoryBytes: uint64(each.VirtualSize), Offset: uint64(each.Offset), Bytes: uint64(each.Size), Flags: uint64(each.Characteristics)})
	}
	// Each is "function:library".
	tables.Libraries, _ = file.ImportedSymbols()
	return tables
}

func read(path string) []Tables {
	if file, err := pe.Open(path); err == nil {
		return []Tables{ofPe(file)}
	}
	if fat, err := macho.OpenFat(path); err == nil {
		var slices []Tables
		for _, each := range fat.Arches {
			tables := ofMacho(each.File)
			tables.Offset = uint64(each.Offset)
			slices = append(slices, tables)
		}
		return slices
	}
	file, err := macho.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	return []Tables{ofMacho(file)}
}

func main() {
	if err := json.NewEncoder(os.Stdout).Encode(read(os.Args[1])); err != nil {
		log.Fatal(err)
	}
}
`,
  },
} as const;
