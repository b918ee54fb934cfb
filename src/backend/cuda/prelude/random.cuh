// Counter-based generators of random bits: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

namespace nnx {

// 64 bits: the first word of a block is the low half.
NNX_FUNCTION unsigned long long joined(unsigned low, unsigned high) {
    return (unsigned long long)high << 32 | low;
}

// Threefry-2x32 with 20 rounds.
NNX_FUNCTION unsigned long long threefry(unsigned long long key, unsigned long long counter) {
    const unsigned rotations[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
    const unsigned low = (unsigned)key, high = (unsigned)(key >> 32);
    const unsigned schedule[3] = {low, high, low ^ high ^ 0x1bd11bdau};
    unsigned x = (unsigned)counter + schedule[0], y = (unsigned)(counter >> 32) + schedule[1];
    for (unsigned group = 0; group < 5; ++group) {
        for (unsigned round = 0; round < 4; ++round) {
            const unsigned by = rotations[group % 2][round];
            x += y;
            y = (y << by | y >> (32 - by)) ^ x;
        }
        x += schedule[(group + 1) % 3];
        y += schedule[(group + 2) % 3] + group + 1;
    }
    return joined(x, y);
}

// Two of the four words of a block of Philox-4x32 with 10 rounds.
NNX_FUNCTION unsigned long long philox(unsigned long long key, unsigned long long low, unsigned long long high,
                                       bool second) {
    unsigned k = (unsigned)key, l = (unsigned)(key >> 32);
    unsigned x = (unsigned)low, y = (unsigned)(low >> 32), z = (unsigned)high, w = (unsigned)(high >> 32);
    for (int round = 0; round < 10; ++round) {
        const unsigned long long one = 0xd2511f53ull * x, other = 0xcd9e8d57ull * z;
        x = (unsigned)(other >> 32) ^ y ^ k;
        y = (unsigned)other;
        z = (unsigned)(one >> 32) ^ w ^ l;
        w = (unsigned)one;
        k += 0x9e3779b9u;
        l += 0xbb67ae85u;
    }
    return second ? joined(z, w) : joined(x, y);
}

} // namespace nnx
