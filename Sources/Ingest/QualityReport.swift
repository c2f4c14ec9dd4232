package import Primitives

/// What an import found, file by file: every line is a header, blank, taken or quarantined.
package struct QualityReport: Sendable {
    package var files: [FileReport] = []
    /// Items and users that no line states but all lines together imply.
    package var derivedItems = 0
    package var derivedUsers = 0
    package var catalogue = CatalogueGaps()
    package var seconds = 0.0
    package var quarantinePath: String

    /// All files as one.
    package var total: FileReport {
        var total = files.reduce(into: FileReport(name: "total")) { $0.add($1) }
        total.seconds = seconds
        return total
    }

    /// Files that could not be read to their end; what stood before that was taken.
    package var errors: [ImportError] { files.compactMap(\.error) }
}

package struct FileReport: Sendable {
    package var name: String
    /// Lines read; a record whose quoted cells hold line breaks counts as one.
    package var lines = 0
    package var header = 0
    package var blank = 0
    /// By event type, or `item`, `user`, `id_pair`.
    package var taken: [String: Int] = [:]
    /// Of the events taken, those that the log had already.
    package var alreadyStored = 0
    /// Of the events taken, those of visitors without an account.
    package var anonymous = 0
    package var quarantined: [Reason: Int] = [:]
    package var firstTime: Timestamp?
    package var lastTime: Timestamp?
    package var seconds = 0.0
    /// Why the file ended before its end.
    package var error: ImportError?

    package var takenCount: Int { taken.values.reduce(0, +) }
    package var quarantinedCount: Int { quarantined.values.reduce(0, +) }
    package var linesPerSecond: Double { seconds > 0 ? Double(lines) / seconds : 0 }

    /// Nothing vanished.
    package var isBalanced: Bool { lines == header + blank + takenCount + quarantinedCount }

    fileprivate mutating func add(_ other: FileReport) {
        lines += other.lines
        header += other.header
        blank += other.blank
        taken.merge(other.taken, uniquingKeysWith: +)
        alreadyStored += other.alreadyStored
        anonymous += other.anonymous
        quarantined.merge(other.quarantined, uniquingKeysWith: +)
        firstTime = [firstTime, other.firstTime].compactMap(\.self).min()
        lastTime = [lastTime, other.lastTime].compactMap(\.self).max()
    }
}

/// How many items lack what derived features use. Nothing is filled in here.
package struct CatalogueGaps: Hashable, Sendable {
    package var items = 0
    package var withoutTitle = 0
    package var withoutPrice = 0
    package var withoutBrand = 0
    package var withoutCategory = 0
}
