import Commerce

/// What a line turned into.
enum Translation {
    case item(Item)
    case user(User)
    case event(Event)
    /// A pair of ids that later lines need.
    case idPair
}

/// What the lines of a source mean.
protocol LineTranslator {
    /// The files in the order in which they have to be read.
    mutating func arrange(_ files: [String]) throws(ImportError) -> [String]

    /// Called before the first line of a file; tells how its lines are written.
    mutating func begin(_ file: String, _ format: FileFormat) throws(ImportError) -> LineForm

    /// The names of the columns, for files that have them.
    mutating func take(header: [String], of file: String) throws(ImportError)

    mutating func translate(_ cells: Cells) throws(Rejection) -> Translation

    /// What follows from all lines together.
    consuming func derived() -> (items: [Item], users: [User])
}

extension LineTranslator {
    func arrange(_ files: [String]) -> [String] { files }

    func derived() -> (items: [Item], users: [User]) { ([], []) }
}
