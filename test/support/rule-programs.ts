import type { ModuleFiles } from './go-module.ts';

/** What every module here begins with; a path with a dot in its last part is escaped in objects. */
const goMod = 'module example.com/rules\n\ngo 1.24\n';

/** A program in which methods are pruned, with something for each rule of the linker. */
export const prunedProgram: ModuleFiles = {
  'go.mod': goMod,
  'main.go': `package main

import (
	"reflect"
	_ "unsafe"

	_ "example.com/rules/blank"
	"example.com/rules/dotted.v3"
	"example.com/rules/other"
)

type speaker interface {
	Speak() int
	Whisper() int
}

type dog struct{ n int }

func (d *dog) Speak() int   { return d.n + len(speeches) }
func (d *dog) Whisper() int { return -d.n }
func (d *dog) Bark() int    { return d.n * 2 }
func (d *dog) Value() int   { return d.n * 4 }

//go:noinline
func (d *dog) Direct() int { return d.n * 3 }

// cat is never put into an interface.
type cat struct{ n int }

func (c *cat) Speak() int { return c.n }

// fox has a method of the name, but of another type.
type fox struct{ n int }

func (f *fox) Speak() string { return "ring" }

// puppy has its methods from what is in it.
type puppy struct {
	*dog
	name string
}

var speeches = map[string]int{
	"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10, "k": 11, "l": 12, "m": 13,
	"n": 14, "o": 15, "p": 16, "q": 17, "r": 18, "s": 19, "t": 20, "u": 21, "v": 22, "w": 23, "x": 24, "y": 25, "z": 26,
}

var silences = map[string]int{
	"A": 1, "B": 2, "C": 3, "D": 4, "E": 5, "F": 6, "G": 7, "H": 8, "I": 9, "J": 10, "K": 11, "L": 12, "M": 13,
	"N": 14, "O": 15, "P": 16, "Q": 17, "R": 18, "S": 19, "T": 20, "U": 21, "V": 22, "W": 23, "X": 24, "Y": 25, "Z": 26,
}

//go:noinline
func hear(s speaker) int { return s.Speak() }

//go:noinline
func hold(v any) { held = append(held, v) }

var held []any

type taker[T any] interface{ Take(T) int }

type box struct{ n int }

func (b *box) Take(n int) int    { return b.n + n }
func (b *box) Give(n int) int    { return b.n - n }
func (b *box) ByConstant() int   { return b.n }
func (b *box) ByNobody() int     { return b.n * 5 }

//go:noinline
func give[T any](t taker[T], v T) int { return t.Take(v) }

type named interface{ Name() string }

type plate struct{ s string }

func (p plate) Name() string  { return p.s }
func (p plate) Color() string { return p.s + "!" }

//go:noinline
func nameOf[T named](t T) string { return t.Name() }

//go:linkname hidden example.com/rules/other.hidden
func hidden(int) int

func sum(a, b int) int

func unused() int { return 1 }

type shouter interface{ Shout() int }

func main() {
	d := &dog{n: len(held)}
	total := hear(d) + hear(puppy{d, "p"}) + d.Direct() + hidden(3) + sum(1, 2)
	f := d.Value
	total += f()
	c := &cat{total}
	total += c.n
	hold(&fox{total})
	b := &box{total}
	hold(b)
	total += give[int](b, total)
	println(nameOf(plate{"p"}), dotted.Word(), other.Version, version)
	reflect.ValueOf(held[0]).MethodByName("ByConstant")
	if s, ok := held[0].(shouter); ok {
		println(s.Shout())
	}
	println(total)
}

var version = "unset"
`,
  'sum_amd64.s': `#include "textflag.h"

TEXT ·sum(SB), NOSPLIT, $0-24
	MOVQ a+0(FP), AX
	ADDQ b+8(FP), AX
	ADDQ ·offset(SB), AX
	MOVQ AX, ret+16(FP)
	RET

TEXT ·never(SB), NOSPLIT, $0-0
	RET

DATA ·offset(SB)/8, $5
GLOBL ·offset(SB), NOPTR, $8
`,
  'blank/blank.go': `package blank

func init() { begun = begin() }

var begun int

//go:noinline
func begin() int { return 7 }

func Never() int { return begun }
`,
  'dotted.v3/dotted.go': `package dotted

//go:noinline
func Word() string { return "dotted" }

func Never() string { return "never" }
`,
  'other/other.go': `package other

var Version = "unset in other"

//go:noinline
func hidden(n int) int { return n + 1 }

type Loud struct{ n int }

//go:noinline
func (l *Loud) Shout() int { return l.n }

// Keeper is a variable that nothing refers to.
var Keeper any = &Loud{1}
`,
};

const reflecting = (lookUp: string): ModuleFiles => ({
  'go.mod': goMod,
  'main.go': `package main

import (
	"os"
	"reflect"
)

type bird struct{ n int }

func (b *bird) Exported() int   { return b.n }
func (b *bird) ÄußersteNot() int { return b.n * 2 }
func (b *bird) unexported() int { return b.n * 3 }

// stone is in no interface.
type stone struct{ n int }

func (s *stone) Exported() int { return s.n }

type hidden interface{ unexported() int }

func main() {
	var v any = &bird{len(os.Args)}
	s := &stone{len(os.Args)}
	println(s.n, v.(hidden) != nil)
	${lookUp}
}
`,
});

/** Programs in which every exported method is kept, for one reason each. */
export const reflectingPrograms: Readonly<Record<string, ModuleFiles>> = {
  'reflect.Value.Method': reflecting('println(reflect.ValueOf(v).Method(0).IsValid())'),
  'reflect.Type.Method': reflecting('println(reflect.TypeOf(v).Method(0).Name)'),
  'MethodByName of what is not constant': reflecting(
    'println(reflect.ValueOf(v).MethodByName(os.Args[0]).IsValid())',
  ),
};

/** The same where a constant is looked up. */
export const constantProgram: ModuleFiles = reflecting(
  'println(reflect.ValueOf(v).MethodByName("Exported").IsValid())',
);
