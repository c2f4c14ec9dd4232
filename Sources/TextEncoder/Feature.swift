/// One row of the table, and how much of it.
package struct Feature: Hashable, Sendable {
    package var bucket: Int32
    package var weight: Float

    package init(bucket: Int32, weight: Float) {
        self.bucket = bucket
        self.weight = weight
    }
}
