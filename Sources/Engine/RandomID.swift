package import Primitives

private let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

/// An id that nobody can guess: 80 random bits in lower-case base 32.
package func randomID(_ prefix: String) -> String {
    prefix + randomDigits(16)
}

/// An id that sorts by time and that nobody can guess: microseconds and 40 random bits in base 32.
/// What is stored in the order of such ids fills an index page by page.
package func timedID(_ prefix: String, at time: Timestamp) -> String {
    var digits: [Character] = []
    var rest = UInt64(clamping: time.microseconds)
    for _ in 0..<11 {
        digits.append(alphabet[Int(rest & 31)])
        rest >>= 5
    }
    return prefix + String(digits.reversed()) + randomDigits(8)
}

private func randomDigits(_ count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return String((0..<count).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] })
}
