package import Primitives

/// Slips of the finger.
package enum Slip {
    private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map(Array.init)

    /// One random edit in the longest word: two letters swapped, one dropped, doubled or replaced
    /// by a neighbour on the keyboard. Texts without a Latin word of three letters stay as they
    /// are.
    package static func make(in text: String, _ rng: inout SeededRNG) -> String {
        var words = text.split(separator: " ", omittingEmptySubsequences: false).map(Array.init)
        let lengths = words.map { $0.allSatisfy(isLatin) ? $0.count : 0 }
        guard let longest = lengths.max(), longest >= 3,
            let target = lengths.firstIndex(of: longest)
        else { return text }
        words[target] = edited(words[target], &rng)
        return words.map { String($0) }.joined(separator: " ")
    }

    private static func edited(_ word: [Character], _ rng: inout SeededRNG) -> [Character] {
        var word = word
        let place = rng.index(below: word.count - 1)
        switch rng.index(below: 4) {
        case 0 where word[place] != word[place + 1]: word.swapAt(place, place + 1)
        case 1: word.insert(word[place], at: place)
        case 2:
            guard let wrong = neighbour(of: word[place], &rng) else { fallthrough }
            word[place] = wrong
        default: word.remove(at: place)
        }
        return word
    }

    /// A key beside that of a letter.
    private static func neighbour(of letter: Character, _ rng: inout SeededRNG) -> Character? {
        for row in rows {
            guard let place = row.firstIndex(of: letter) else { continue }
            return rng.pick([place - 1, place + 1].filter(row.indices.contains).map { row[$0] })
        }
        return nil
    }

    private static func isLatin(_ letter: Character) -> Bool {
        letter.isASCII && letter.isLetter
    }
}
