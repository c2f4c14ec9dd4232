/// The only source of truth for items, declared users and merchandisers' rules.
package protocol Catalogue: Sendable {
    /// Stores items, replacing those of the same id, in one durable transaction.
    func put(_ items: [Item]) throws
    /// Removes items; ids that are not there are passed over.
    func remove(items ids: [String]) throws
    /// Calls `body` with every item, in the order of first storing.
    func forEachItem(_ body: (Item) throws -> Void) throws

    func put(_ users: [User]) throws
    func forEachUser(_ body: (User) throws -> Void) throws

    /// Stores a rule, replacing that of the same id, in one durable transaction.
    func put(_ rule: Rule) throws
    /// Removes a rule; nothing happens where there is none of that id.
    func remove(rule id: String) throws
    /// Calls `body` with every rule, in the order of the ids.
    func forEachRule(_ body: (Rule) throws -> Void) throws
}
