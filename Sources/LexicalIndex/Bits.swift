import CKernels

/// A set of small numbers.
struct Bits: Sendable {
    /// As many as whole windows of documents take.
    private(set) var words: [UInt64]

    /// As many words as whole windows take.
    init(words: [UInt64]) { self.words = words }

    /// The numbers below `count`, all or none.
    init(_ count: Int, all: Bool = false) {
        let window = Int(CK_WINDOW)
        words = [UInt64](repeating: 0, count: (count + window - 1) / window * (window / 64))
        guard all else { return }
        for index in 0..<count / 64 { words[index] = .max }
        if count % 64 != 0 { words[count / 64] = (1 << UInt64(count % 64)) - 1 }
    }

    subscript(_ number: Int) -> Bool {
        get { words[number / 64] >> UInt64(number % 64) & 1 == 1 }
        set {
            let bit: UInt64 = 1 << UInt64(number % 64)
            if newValue { words[number / 64] |= bit } else { words[number / 64] &= ~bit }
        }
    }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    mutating func formIntersection(_ other: Bits) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    mutating func formUnion(_ other: Bits) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    mutating func subtract(_ other: Bits) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    mutating func insert(_ numbers: ArraySlice<UInt16>) {
        unsafe numbers.withUnsafeBufferPointer { numbers in
            unsafe ck_bits_set(&words, numbers.baseAddress, numbers.count)
        }
    }

    /// The numbers, ascending.
    func forEach(_ body: (Int) -> Void) {
        for (index, word) in words.enumerated() where word != 0 {
            var rest = word
            while rest != 0 {
                body(index * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}
