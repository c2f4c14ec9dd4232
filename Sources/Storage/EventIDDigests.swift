import Sealing

/// Keyed digests of event ids: an id may say who somebody is.
///
/// Ids that differ in their last characters alone begin alike, and so lie on one page of the index:
/// what a client counts up is written page by page. Digests without any order cost each event a page
/// of its own, 4 kB for 16 bytes.
struct EventIDDigests {
    /// Bytes at the end of an id that its neighbours differ in.
    private static let endBytes = 3
    /// Bytes of the digest that neighbours share.
    private static let sharedBytes = 4
    /// Follows a beginning, and stands in no id: it is not UTF-8.
    private static let mark: UInt8 = 0xFF

    private let key: DigestKey
    /// That of the last id: its neighbours come together.
    private var beginning: [UInt8] = []
    private var shared: [UInt8] = []

    init(_ key: DigestKey) {
        self.key = key
    }

    /// 16 bytes.
    mutating func digest(of id: String) -> [UInt8] {
        let bytes = Array(id.utf8)
        let start = bytes.dropLast(Self.endBytes)
        if shared.isEmpty || !start.elementsEqual(beginning) {
            beginning = Array(start)
            shared = Array(key.digest(of: start + [Self.mark]).bytes.prefix(Self.sharedBytes))
        }
        return shared + key.digest(of: bytes).bytes.dropLast(Self.sharedBytes)
    }
}
