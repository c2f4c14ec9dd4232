/// A parser under attack: what it is fed, and what must hold of whatever it makes of it.
package struct FuzzTarget: Sendable, CustomStringConvertible {
    package var name: String
    /// Inputs that are taken, or nearly so.
    package var seeds: [[UInt8]]
    /// What means something to the parser.
    package var words: [String]
    /// Feeds one input. What the parser itself throws is caught within.
    ///
    /// - Throws: `Finding` where something that must hold does not.
    package var check: @Sendable ([UInt8]) throws -> Void

    package var description: String { name }

    init(
        _ name: String, seeds: [String], words: [String] = [],
        check: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.init(name, bytes: seeds.map { Array($0.utf8) }, words: words, check: check)
    }

    init(
        _ name: String, bytes: [[UInt8]], words: [String] = [],
        check: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.name = name
        seeds = bytes
        self.words = words
        self.check = check
    }

    /// Longest input in bytes.
    package static let inputBytesMax = 1 << 16

    package static let all: [FuzzTarget] =
        values + stored + files + questions + models + search + shop
}

/// Something that must hold and does not.
package struct Finding: Error, CustomStringConvertible {
    package var description: String
}

/// - Throws: `Finding` where the condition does not hold.
func require(_ condition: Bool, _ description: @autoclosure () -> String) throws {
    guard condition else { throw Finding(description: description()) }
}

/// What is there.
///
/// - Throws: `Finding` where it is nil.
func require<Wrapped>(
    _ optional: Wrapped?, _ description: @autoclosure () -> String
) throws -> Wrapped {
    guard let wrapped = optional else { throw Finding(description: description()) }
    return wrapped
}
