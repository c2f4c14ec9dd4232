/// The only source of truth for items and declared users.
package protocol Catalogue: Sendable {
    /// Stores items, replacing those of the same id, in one durable transaction.
    func put(_ items: [Item]) throws
    /// Removes items; ids that are not there are passed over.
    func remove(items ids: [String]) throws
    /// Calls `body` with every item, in the order of first storing.
    func forEachItem(_ body: (Item) throws -> Void) throws

    func put(_ users: [User]) throws
    func forEachUser(_ body: (User) throws -> Void) throws
}
