import HashTreeCollections
import Primitives

/// Small numbers for item ids, so that models and indexes hold four bytes instead of a text.
///
/// Numbers are given in the order of first sight and never change while the process runs. They may
/// differ after a rebuild, so no answer may depend on their order.
struct ItemNumbers: Sendable {
    private var numbers: TreeDictionary<String, UInt32> = [:]
    private(set) var ids = PersistentVector<String>()

    func number(of id: String) -> UInt32? { numbers[id] }

    /// The number of an id, given now if need be.
    mutating func intern(_ id: String) -> UInt32 {
        if let number = numbers[id] { return number }
        let number = UInt32(ids.count)
        ids.append(id)
        numbers[id] = number
        return number
    }

    func id(of number: UInt32) -> String { ids[Int(number)] }
}
