//! AVX-512 instructions as bytes: as many as compiled loops need.
//!
//! Vector instructions have an EVEX prefix, those on mask registers a VEX prefix; the tables of Intel's manual
//! ("Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2) give map, prefix, W and opcode of each.

/// A general-purpose register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct General(u8);

pub(super) const RAX: General = General(0);
pub(super) const RCX: General = General(1);
pub(super) const RDX: General = General(2);
pub(super) const RBX: General = General(3);
pub(super) const RSI: General = General(6);
pub(super) const RDI: General = General(7);
pub(super) const R8: General = General(8);
pub(super) const R9: General = General(9);
pub(super) const R10: General = General(10);
pub(super) const R11: General = General(11);

/// A vector register of 512 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide(pub(super) u8);

/// A mask register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mask(pub(super) u8);

/// An address: a register, a scaled index, so many bytes; or an element of the pool of constants behind the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    At { base: General, index: Option<(General, u8)>, offset: i32 },
    Pool(usize),
}

/// The last operand of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    Register(Wide),
    /// A whole vector.
    Vector(Address),
    /// One element for all lanes.
    Element(Address),
}

/// The opcode map of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Map {
    Of0f = 1,
    Of0f38 = 2,
    Of0f3a = 3,
}

/// What an instruction is, but for its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opcode {
    map: Map,
    prefix: u8,
    w: u8,
    opcode: u8,
}

/// Which elements a vector has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::backend::cpu) enum Lanes {
    /// 16 of 4 bytes.
    Sixteen,
    /// 8 of 8 bytes.
    Eight,
}

impl Lanes {
    pub(in crate::backend::cpu) fn count(self) -> usize {
        match self {
            Lanes::Sixteen => 16,
            Lanes::Eight => 8,
        }
    }

    /// The bytes of an element.
    pub(in crate::backend::cpu) fn size(self) -> usize {
        64 / self.count()
    }

    fn w(self) -> u8 {
        u8::from(self == Lanes::Eight)
    }

    /// An instruction on floats.
    fn float(self, opcode: u8) -> Opcode {
        Opcode { map: Map::Of0f, prefix: self.w(), w: self.w(), opcode }
    }

    /// An instruction that is on integers in the map 0F38.
    fn mapped(self, opcode: u8) -> Opcode {
        Opcode { map: Map::Of0f38, prefix: 1, w: self.w(), opcode }
    }

    fn integer(self, opcodes: [u8; 2]) -> Opcode {
        Opcode { map: Map::Of0f, prefix: 1, w: self.w(), opcode: opcodes[usize::from(self.w())] }
    }

    fn with_immediate(self, opcode: u8) -> Opcode {
        Opcode { map: Map::Of0f3a, prefix: 1, w: self.w(), opcode }
    }
}

macro_rules! opcodes {
    ($($name:ident = $kind:ident $opcode:expr;)*) => {
        impl Lanes { $(pub(super) fn $name(self) -> Opcode { self.$kind($opcode) })* }
    };
}

opcodes! {
    add_float = float 0x58;
    multiply_float = float 0x59;
    subtract_float = float 0x5c;
    minimum_float = float 0x5d;
    divide_float = float 0x5e;
    maximum_float = float 0x5f;
    square_root = float 0x51;
    multiply_add_float = mapped 0xb8;
    add_integer = integer [0xfe, 0xd4];
    subtract_integer = integer [0xfa, 0xfb];
    multiply_integer = mapped 0x40;
    and = integer [0xdb; 2];
    or = integer [0xeb; 2];
    xor = integer [0xef; 2];
    shift_left = mapped 0x47;
    shift_right_logical = mapped 0x45;
    shift_right_arithmetic = mapped 0x46;
    minimum_signed = mapped 0x39;
    minimum_unsigned = mapped 0x3b;
    maximum_signed = mapped 0x3d;
    maximum_unsigned = mapped 0x3f;
    absolute = mapped_twice 0x1e;
    blend = mapped 0x65;
    compare_signed = with_immediate 0x1f;
    compare_unsigned = with_immediate 0x1e;
}

impl Lanes {
    fn mapped_twice(self, opcode: u8) -> Opcode {
        self.mapped(opcode + self.w())
    }

    pub(super) fn compare_float(self) -> Opcode {
        self.float(0xc2)
    }

    fn broadcast(self) -> Opcode {
        self.mapped(0x18 + self.w())
    }

    /// Integers of 32 bits as floats of 32 bits.
    pub(super) fn float_of_signed() -> Opcode {
        Opcode { map: Map::Of0f, prefix: 0, w: 0, opcode: 0x5b }
    }

    pub(super) fn float_of_unsigned() -> Opcode {
        Opcode { map: Map::Of0f, prefix: 3, w: 0, opcode: 0x7a }
    }
}

/// A place in the code that jumps go to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label(usize);

/// When a jump is taken, after a comparison of signed numbers.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    Less = 0xc,
    GreaterOrEqual = 0xd,
    LessOrEqual = 0xe,
    Greater = 0xf,
}

/// What the bits of an EVEX prefix say beside the operands.
#[derive(Clone, Copy, Default)]
struct Extra {
    mask: u8,
    zeroes: bool,
    /// 0 for vectors of 128 bits.
    length: u8,
    immediate: Option<u8>,
}

const WIDE: u8 = 2;

/// What reads and writes up to 16 bytes, those of a mask.
const SOME_BYTES: (Opcode, Opcode) = (
    Opcode { map: Map::Of0f, prefix: 3, w: 0, opcode: 0x6f },
    Opcode { map: Map::Of0f, prefix: 3, w: 0, opcode: 0x7f },
);

/// What reads and writes eight bytes.
const EIGHT_BYTES: (Opcode, Opcode) = (
    Opcode { map: Map::Of0f, prefix: 2, w: 1, opcode: 0x7e },
    Opcode { map: Map::Of0f, prefix: 1, w: 1, opcode: 0xd6 },
);

/// Code that is written, and the constants behind it.
#[derive(Debug, Default)]
pub(super) struct Assembler {
    code: Vec<u8>,
    pool: Vec<u8>,
    /// Where a distance to the pool stands, where its instruction ends, and which bytes are meant.
    pool_uses: Vec<(usize, usize, usize)>,
    labels: Vec<Option<usize>>,
    /// Where a distance to a label stands.
    jumps: Vec<(usize, Label)>,
}

impl Assembler {
    /// Where the next instruction begins.
    pub(super) fn position(&self) -> usize {
        self.code.len()
    }

    /// The next instruction begins at a multiple of 16 bytes.
    pub(super) fn align(&mut self) {
        while !self.code.len().is_multiple_of(16) {
            self.code.push(0x90);
        }
    }

    /// A constant in the pool, which begins at a multiple of its length.
    pub(super) fn constant(&mut self, bytes: &[u8]) -> Address {
        let found = self.pool.chunks_exact(bytes.len()).position(|chunk| chunk == bytes);
        let offset = found.map_or_else(
            || {
                let offset = self.pool.len().next_multiple_of(bytes.len());
                self.pool.resize(offset, 0);
                self.pool.extend_from_slice(bytes);
                offset
            },
            |place| place * bytes.len(),
        );
        Address::Pool(offset)
    }

    /// The code with its pool.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.code.len().is_multiple_of(64) {
            self.code.push(0xcc);
        }
        let pool = self.code.len();
        for (place, end, offset) in self.pool_uses {
            let distance = (pool + offset) as i32 - end as i32;
            self.code[place..place + 4].copy_from_slice(&distance.to_le_bytes());
        }
        for (place, label) in self.jumps {
            let to = self.labels[label.0].unwrap_or(place + 4);
            let distance = to as i32 - (place + 4) as i32;
            self.code[place..place + 4].copy_from_slice(&distance.to_le_bytes());
        }
        self.code.extend_from_slice(&self.pool);
        self.code
    }

    pub(super) fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() - 1)
    }

    pub(super) fn bind(&mut self, label: Label) {
        self.labels[label.0] = Some(self.code.len());
    }

    pub(super) fn jump_when(&mut self, when: When, label: Label) {
        self.code.extend([0x0f, 0x80 | when as u8]);
        self.jumps.push((self.code.len(), label));
        self.code.extend([0; 4]);
    }

    /// Puts a register on the stack, of the first eight.
    pub(super) fn keep(&mut self, register: General) {
        self.code.push(0x50 | register.0);
    }

    /// Takes it from there.
    pub(super) fn restore(&mut self, register: General) {
        self.code.push(0x58 | register.0);
    }

    pub(super) fn give_back(&mut self) {
        // vzeroupper; ret
        self.code.extend([0xc5, 0xf8, 0x77, 0xc3]);
    }

    /// An instruction on general-purpose registers of 64 bits.
    fn general(&mut self, opcode: u8, reg: u8, rm: General) {
        self.code.extend([0x48 | (reg >> 3) << 2 | rm.0 >> 3, opcode, 0xc0 | (reg & 7) << 3 | rm.0 & 7]);
    }

    pub(super) fn copy(&mut self, to: General, from: General) {
        self.general(0x89, from.0, to);
    }

    pub(super) fn clear(&mut self, to: General) {
        self.general(0x31, to.0, to);
    }

    pub(super) fn subtract(&mut self, to: General, other: General) {
        self.general(0x29, other.0, to);
    }

    pub(super) fn add_number(&mut self, to: General, number: i32) {
        self.general(0x81, 0, to);
        self.code.extend(number.to_le_bytes());
    }

    pub(super) fn compare(&mut self, one: General, other: General) {
        self.general(0x39, other.0, one);
    }

    pub(super) fn compare_number(&mut self, one: General, number: i32) {
        self.general(0x81, 7, one);
        self.code.extend(number.to_le_bytes());
    }

    pub(super) fn multiply_number(&mut self, to: General, from: General, number: i32) {
        self.general(0x69, to.0, from);
        self.code.extend(number.to_le_bytes());
    }

    /// The 64 bits at `base` plus `offset`.
    pub(super) fn load(&mut self, to: General, base: General, offset: i32) {
        self.from_memory(0x8b, to, base, offset);
    }

    pub(super) fn add_from(&mut self, to: General, base: General, offset: i32) {
        self.from_memory(0x03, to, base, offset);
    }

    fn from_memory(&mut self, opcode: u8, to: General, base: General, offset: i32) {
        self.code.extend([0x48 | (to.0 >> 3) << 2 | base.0 >> 3, opcode, 0x80 | (to.0 & 7) << 3 | base.0 & 7]);
        if base.0 & 7 == 4 {
            self.code.push(0x24);
        }
        self.code.extend(offset.to_le_bytes());
    }

    /// The mask of as many lanes as RCX has, which is less than 32; RAX is lost.
    pub(super) fn mask_of_count(&mut self, to: Mask) {
        // mov eax, 1; shl eax, cl; dec eax; kmovw to, eax
        self.code.extend([0xb8, 1, 0, 0, 0, 0xd3, 0xe0, 0xff, 0xc8]);
        self.code.extend([0xc5, 0xf8, 0x92, 0xc0 | to.0 << 3]);
    }

    pub(super) fn mask_of_number(&mut self, to: Mask, bits: u16) {
        self.code.push(0xb8);
        self.code.extend(u32::from(bits).to_le_bytes());
        self.code.extend([0xc5, 0xf8, 0x92, 0xc0 | to.0 << 3]);
    }

    /// A VEX-coded instruction on mask registers.
    fn masks(&mut self, opcode: u8, is_long: bool, to: Mask, one: u8, other: Mask) {
        self.code.extend([0xc5, 0x80 | (!one & 15) << 3 | u8::from(is_long) << 2, opcode, 0xc0 | to.0 << 3 | other.0]);
    }

    pub(super) fn and_masks(&mut self, to: Mask, one: Mask, other: Mask) {
        self.masks(0x41, true, to, one.0, other);
    }

    /// Those of `other` that are not in `one`.
    pub(super) fn and_not_masks(&mut self, to: Mask, one: Mask, other: Mask) {
        self.masks(0x42, true, to, one.0, other);
    }

    pub(super) fn or_masks(&mut self, to: Mask, one: Mask, other: Mask) {
        self.masks(0x45, true, to, one.0, other);
    }

    pub(super) fn xor_masks(&mut self, to: Mask, one: Mask, other: Mask) {
        self.masks(0x47, true, to, one.0, other);
    }

    pub(super) fn not_mask(&mut self, to: Mask, from: Mask) {
        self.masks(0x44, false, to, 0, from);
    }

    /// 16 bits of memory.
    pub(super) fn load_mask(&mut self, to: Mask, base: General, offset: i32) {
        self.mask_memory(0x90, to, base, offset);
    }

    pub(super) fn store_mask(&mut self, from: Mask, base: General, offset: i32) {
        self.mask_memory(0x91, from, base, offset);
    }

    fn mask_memory(&mut self, opcode: u8, mask: Mask, base: General, offset: i32) {
        let b = u8::from(base.0 < 8) << 5;
        self.code.extend([0xc4, 0xc0 | b | 1, 0x78, opcode, 0x80 | mask.0 << 3 | base.0 & 7]);
        if base.0 & 7 == 4 {
            self.code.push(0x24);
        }
        self.code.extend(offset.to_le_bytes());
    }

    /// An instruction of two operands and a result.
    pub(super) fn binary(&mut self, opcode: Opcode, to: Wide, one: Wide, other: Operand) {
        self.evex(opcode, to.0, one.0, other, Extra { length: WIDE, ..Extra::default() });
    }

    /// An instruction of one operand and a result.
    pub(super) fn unary(&mut self, opcode: Opcode, to: Wide, from: Operand) {
        self.binary(opcode, to, Wide(0), from);
    }

    /// Which lanes compare as the number says.
    pub(super) fn compare_lanes(&mut self, opcode: Opcode, to: Mask, one: Wide, other: Operand, number: u8) {
        self.evex(opcode, to.0, one.0, other, Extra { length: WIDE, immediate: Some(number), ..Extra::default() });
    }

    /// Lanes of `other` where the mask is set, and of `one` elsewhere.
    pub(super) fn choose(&mut self, lanes: Lanes, to: Wide, mask: Mask, one: Wide, other: Operand) {
        self.evex(lanes.blend(), to.0, one.0, other, Extra { length: WIDE, mask: mask.0, ..Extra::default() });
    }

    /// Elements shifted by a number: 2 to the right, 6 to the left, 4 to the right with the sign; 1 turned to the left.
    fn shifted(&mut self, lanes: Lanes, group: u8, opcode: u8, to: Wide, from: Operand, by: u8) {
        let opcode = Opcode { map: Map::Of0f, prefix: 1, w: lanes.w(), opcode };
        self.evex(opcode, group, to.0, from, Extra { length: WIDE, immediate: Some(by), ..Extra::default() });
    }

    pub(super) fn rotate_left(&mut self, lanes: Lanes, to: Wide, from: Operand, by: u8) {
        self.shifted(lanes, 1, 0x72, to, from, by);
    }

    pub(super) fn copy_vector(&mut self, to: Wide, from: Wide) {
        self.unary(Opcode { map: Map::Of0f, prefix: 0, w: 0, opcode: 0x28 }, to, Operand::Register(from));
    }

    /// A vector or an element of memory for all lanes; where there is a mask, the other lanes are zeros and not read.
    pub(super) fn load_vector(&mut self, lanes: Lanes, to: Wide, from: Operand, mask: Option<Mask>) {
        let extra =
            Extra { length: WIDE, mask: mask.map_or(0, |mask| mask.0), zeroes: mask.is_some(), ..Extra::default() };
        match from {
            Operand::Register(from) => self.copy_vector(to, from),
            Operand::Vector(_) => self.evex(lanes.float(0x10), to.0, 0, from, extra),
            Operand::Element(address) => {
                let extra = Extra { length: WIDE, ..Extra::default() };
                self.evex(lanes.broadcast(), to.0, 0, Operand::Vector(address), extra);
            }
        }
    }

    /// Writes the lanes of the mask, or all.
    pub(super) fn store_vector(&mut self, lanes: Lanes, from: Wide, to: Address, mask: Option<Mask>) {
        let extra = Extra { length: WIDE, mask: mask.map_or(0, |mask| mask.0), ..Extra::default() };
        self.evex(lanes.float(0x11), from.0, 0, Operand::Vector(to), extra);
    }

    /// A number for all lanes.
    pub(super) fn broadcast_general(&mut self, lanes: Lanes, to: Wide, from: General) {
        let opcode = lanes.mapped(0x7c);
        let extra = Extra { length: WIDE, ..Extra::default() };
        self.evex(opcode, to.0, 0, Operand::Register(Wide(from.0)), extra);
    }

    /// Which of the bytes of memory, one for each lane, are not 0; those outside `mask` are not read.
    pub(super) fn load_bytes(&mut self, lanes: Lanes, to: Mask, scratch: Wide, from: Address, mask: Option<Mask>) {
        let some = Extra { mask: mask.map_or(0, |mask| mask.0), zeroes: mask.is_some(), ..Extra::default() };
        let load = if lanes == Lanes::Eight && mask.is_none() { EIGHT_BYTES.0 } else { SOME_BYTES.0 };
        self.evex(load, scratch.0, 0, Operand::Vector(from), some);
        let test = Opcode { map: Map::Of0f38, prefix: 1, w: 0, opcode: 0x26 };
        self.evex(test, to.0, scratch.0, Operand::Register(scratch), Extra::default());
    }

    /// Writes a byte for each lane, 1 where the mask `from` is set, for the lanes of `mask` or all. `ones` has 16 bytes
    /// of 1.
    pub(super) fn store_bytes(
        &mut self,
        lanes: Lanes,
        from: Mask,
        scratch: Wide,
        ones: Address,
        to: Address,
        mask: Option<Mask>,
    ) {
        let set = Extra { mask: from.0, zeroes: true, ..Extra::default() };
        self.evex(SOME_BYTES.0, scratch.0, 0, Operand::Vector(ones), set);
        let some = Extra { mask: mask.map_or(0, |mask| mask.0), ..Extra::default() };
        let store = if lanes == Lanes::Eight && mask.is_none() { EIGHT_BYTES.1 } else { SOME_BYTES.1 };
        self.evex(store, scratch.0, 0, Operand::Vector(to), some);
    }

    fn evex(&mut self, opcode: Opcode, reg: u8, second: u8, rm: Operand, extra: Extra) {
        let (b, x) = match rm {
            Operand::Register(register) => (register.0 >> 3 & 1, register.0 >> 4 & 1),
            Operand::Vector(Address::At { base, index, .. }) | Operand::Element(Address::At { base, index, .. }) => {
                (base.0 >> 3, index.map_or(0, |(index, _)| index.0 >> 3))
            }
            Operand::Vector(Address::Pool(_)) | Operand::Element(Address::Pool(_)) => (0, 0),
        };
        let is_element = u8::from(matches!(rm, Operand::Element(_)));
        let inverted = (reg >> 3 & 1) << 7 | x << 6 | b << 5 | (reg >> 4 & 1) << 4;
        self.code.extend([
            0x62,
            (!inverted & 0xf0) | opcode.map as u8,
            opcode.w << 7 | (!second & 15) << 3 | 4 | opcode.prefix,
            u8::from(extra.zeroes) << 7 | extra.length << 5 | is_element << 4 | (!second >> 4 & 1) << 3 | extra.mask,
            opcode.opcode,
        ]);
        let reg = (reg & 7) << 3;
        match rm {
            Operand::Register(register) => self.code.push(0xc0 | reg | register.0 & 7),
            Operand::Vector(Address::At { base, index, offset })
            | Operand::Element(Address::At { base, index, offset }) => {
                let index =
                    index.map_or(4 << 3, |(index, scale)| (scale.trailing_zeros() as u8) << 6 | (index.0 & 7) << 3);
                self.code.extend([0x84 | reg, index | base.0 & 7]);
                self.code.extend(offset.to_le_bytes());
            }
            Operand::Vector(Address::Pool(offset)) | Operand::Element(Address::Pool(offset)) => {
                self.code.push(0x05 | reg);
                let place = self.code.len();
                self.code.extend([0; 4]);
                let end = self.code.len() + usize::from(extra.immediate.is_some());
                self.pool_uses.push((place, end, offset));
            }
        }
        self.code.extend(extra.immediate);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(write: impl FnOnce(&mut Assembler)) -> Vec<u8> {
        let mut assembler = Assembler::default();
        write(&mut assembler);
        assembler.code
    }

    const FAR: i32 = 0x1234;

    fn at(base: General, index: Option<(General, u8)>) -> Address {
        Address::At { base, index, offset: FAR }
    }

    /// What the GNU assembler makes of the same instructions.
    #[test]
    fn instructions_are_the_bytes_that_another_assembler_writes() {
        let (sixteen, eight) = (Lanes::Sixteen, Lanes::Eight);
        let register = |number| Operand::Register(Wide(number));
        assert_eq!(
            bytes(|code| code.binary(sixteen.add_float(), Wide(1), Wide(2), register(3))),
            [0x62, 0xf1, 0x6c, 0x48, 0x58, 0xcb],
            "vaddps zmm1, zmm2, zmm3"
        );
        assert_eq!(
            bytes(|code| code.binary(eight.add_float(), Wide(17), Wide(18), register(31))),
            [0x62, 0x81, 0xed, 0x40, 0x58, 0xcf],
            "vaddpd zmm17, zmm18, zmm31"
        );
        let element = Operand::Element(at(R9, Some((RSI, 4))));
        assert_eq!(
            bytes(|code| code.binary(sixteen.multiply_float(), Wide(3), Wide(20), element)),
            [0x62, 0xd1, 0x5c, 0x50, 0x59, 0x9c, 0xb1, 0x34, 0x12, 0, 0],
            "vmulps zmm3, zmm20, dword ptr [r9+rsi*4+0x1234]{{1to16}}"
        );
        let vector = Operand::Vector(at(R10, Some((R8, 8))));
        assert_eq!(
            bytes(|code| code.binary(eight.add_integer(), Wide(9), Wide(8), vector)),
            [0x62, 0x11, 0xbd, 0x48, 0xd4, 0x8c, 0xc2, 0x34, 0x12, 0, 0],
            "vpaddq zmm9, zmm8, zmmword ptr [r10+r8*8+0x1234]"
        );
        assert_eq!(
            bytes(|code| code.rotate_left(sixteen, Wide(5), register(6), 13)),
            [0x62, 0xf1, 0x55, 0x48, 0x72, 0xce, 0x0d],
            "vprold zmm5, zmm6, 13"
        );
        assert_eq!(
            bytes(|code| code.compare_lanes(sixteen.compare_unsigned(), Mask(2), Wide(19), register(2), 6)),
            [0x62, 0xf3, 0x65, 0x40, 0x1e, 0xd2, 0x06],
            "vpcmpud k2, zmm19, zmm2, 6"
        );
        assert_eq!(
            bytes(|code| code.choose(sixteen, Wide(4), Mask(5), Wide(6), register(7))),
            [0x62, 0xf2, 0x4d, 0x4d, 0x65, 0xe7],
            "vblendmps zmm4{{k5}}, zmm6, zmm7"
        );
        assert_eq!(
            bytes(|code| code.store_vector(sixteen, Wide(21), at(RAX, Some((RSI, 4))), Some(Mask(7)))),
            [0x62, 0xe1, 0x7c, 0x4f, 0x11, 0xac, 0xb0, 0x34, 0x12, 0, 0],
            "vmovups zmmword ptr [rax+rsi*4+0x1234]{{k7}}, zmm21"
        );
        assert_eq!(
            bytes(|code| code.broadcast_general(eight, Wide(2), R11)),
            [0x62, 0xd2, 0xfd, 0x48, 0x7c, 0xd3],
            "vpbroadcastq zmm2, r11"
        );
        assert_eq!(
            bytes(|code| code.unary(Lanes::float_of_unsigned(), Wide(1), register(2))),
            [0x62, 0xf1, 0x7f, 0x48, 0x7a, 0xca],
            "vcvtudq2ps zmm1, zmm2"
        );
        assert_eq!(
            bytes(|code| code.load_bytes(sixteen, Mask(2), Wide(9), at(R9, Some((RSI, 1))), Some(Mask(7)))),
            [
                [0x62, 0x51, 0x7f, 0x8f, 0x6f, 0x8c, 0x31, 0x34, 0x12, 0, 0].as_slice(),
                &[0x62, 0xd2, 0x35, 0x08, 0x26, 0xd1],
            ]
            .concat(),
            "vmovdqu8 xmm9{{k7}}{{z}}, [r9+rsi*1+0x1234]; vptestmb k2, xmm9, xmm9"
        );
        assert_eq!(bytes(|code| code.and_not_masks(Mask(1), Mask(2), Mask(3))), [0xc5, 0xec, 0x42, 0xcb], "kandnw");
        assert_eq!(bytes(|code| code.not_mask(Mask(4), Mask(5))), [0xc5, 0xf8, 0x44, 0xe5], "knotw k4, k5");
        assert_eq!(
            bytes(|code| code.store_mask(Mask(6), R10, FAR)),
            [0xc4, 0xc1, 0x78, 0x91, 0xb2, 0x34, 0x12, 0, 0],
            "kmovw word ptr [r10+0x1234], k6"
        );
        assert_eq!(
            bytes(|code| code.multiply_number(RAX, RCX, FAR)),
            [0x48, 0x69, 0xc1, 0x34, 0x12, 0, 0],
            "imul rax, rcx, 0x1234"
        );
        assert_eq!(
            bytes(|code| code.load(R10, RDI, FAR)),
            [0x4c, 0x8b, 0x97, 0x34, 0x12, 0, 0],
            "mov r10, qword ptr [rdi+0x1234]"
        );
        assert_eq!(
            bytes(|code| code.compare_number(R11, FAR)),
            [0x49, 0x81, 0xfb, 0x34, 0x12, 0, 0],
            "cmp r11, 0x1234"
        );
        assert_eq!(bytes(|code| code.compare(R8, RDX)), [0x49, 0x39, 0xd0], "cmp r8, rdx");
        assert_eq!(bytes(|code| code.clear(R11)), [0x4d, 0x31, 0xdb], "xor r11, r11");
        assert_eq!(bytes(|code| code.subtract(RCX, R8)), [0x4c, 0x29, 0xc1], "sub rcx, r8");
        assert_eq!(bytes(|code| code.keep(RBX)), [0x53], "push rbx");
        assert_eq!(bytes(|code| code.restore(RBX)), [0x5b], "pop rbx");
    }

    #[test]
    fn constants_lie_behind_the_code_once() {
        let mut code = Assembler::default();
        let [one, other, again] = [[1, 2, 3, 4], [5, 6, 7, 8], [1, 2, 3, 4]].map(|bytes| code.constant(&bytes));
        assert_eq!((one, other, again), (Address::Pool(0), Address::Pool(4), Address::Pool(0)));
        code.load_vector(Lanes::Sixteen, Wide(0), Operand::Element(other), None);
        let code = code.finish();
        // The distance is from the end of the instruction.
        assert_eq!(code[6..10], (64i32 + 4 - 10).to_le_bytes());
        assert_eq!(code[64..], [1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
