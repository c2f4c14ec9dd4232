import Commerce
import Primitives

/// MovieLens 1M: the files as published (`ratings.dat`, `movies.dat`, `users.dat`), or the
/// renumbered, order-only form of the SASRec authors (`ml-1m.txt`, `ratings-in-order.txt`).
///
/// The order-only files have no times. Their order is all that is known, so line n is put n minutes
/// after the first rating of the study: the order is true, the moments are not.
///
/// Their users and items are numbered anew. `sas_to_original_items.txt` leads back to the films; no
/// file leads back to the persons, so `users.dat` is refused beside them: its ages and sexes would
/// go to the wrong people.
struct MovieLens: LineTranslator {
    private static let firstRating = Timestamp(microseconds: 956_620_800_000_000)  // 2000-04-25

    private var cleaning: EventCleaning
    private var role = MovieLensFile.pairs
    private var isRenumbered = false
    private var hasLinks = false
    /// Published film ids to the ids of the interactions.
    private var links: [String: String] = [:]
    private var lines = 0
    /// Items in the order of their first line.
    private var items: [String] = []
    private var isKnown: Set<String> = []

    init(_ options: ImportOptions) {
        cleaning = EventCleaning(options.rules)
    }

    mutating func arrange(_ files: [String]) throws(ImportError) -> [String] {
        var roles: [(file: String, role: MovieLensFile)] = []
        for file in files {
            guard let role = MovieLensFile(path: file) else {
                throw ImportError(
                    .unknownFile, file,
                    "is none of \(MovieLensFile.allCases.map(\.rawValue).joined(separator: ", ")); "
                        + "files of MovieLens are known by these names")
            }
            roles.append((file, role))
        }
        try check(roles)
        return MovieLensFile.allCases.flatMap { role in
            roles.filter { $0.role == role }.map(\.file)
        }
    }

    private mutating func check(
        _ roles: [(file: String, role: MovieLensFile)]
    ) throws(ImportError) {
        let interactions = roles.filter(\.role.isInteractions)
        if interactions.count > 1 {
            throw ImportError(
                .filesDisagree, interactions[1].file,
                "holds the interactions of \(interactions[0].file) again; import one of them")
        }
        hasLinks = roles.contains { $0.role == .links }
        isRenumbered =
            hasLinks || roles.contains { $0.role == .pairs || $0.role == .orderedRatings }
        if isRenumbered, !hasLinks, let movies = roles.first(where: { $0.role == .movies }) {
            throw ImportError(
                .filesDisagree, movies.file,
                "numbers films otherwise than \(interactions.map(\.file).joined()); "
                    + "give sas_to_original_items.txt as well")
        }
        if hasLinks, roles.contains(where: { $0.role == .publishedRatings }) {
            throw ImportError(
                .filesDisagree, interactions.map(\.file).joined(),
                "has the published ids; leave sas_to_original_items.txt out")
        }
    }

    mutating func begin(_ file: String, _ format: FileFormat) -> LineForm {
        role = MovieLensFile(path: file) ?? role
        lines = 0
        return LineForm(mayBeLatin1: role == .movies)
    }

    func take(header: [String], of file: String) {}

    mutating func translate(_ cells: Cells) throws(Rejection) -> Translation {
        lines += 1
        let parts = role.parts(of: cells.bytes)
        guard parts.count == role.columns.count else {
            throw Rejection(
                .wrongColumnCount,
                "has \(parts.count) columns, not \(role.columns.joined(separator: ", "))")
        }
        for (column, part) in zip(role.columns, parts) where role.isNumeric(column) {
            guard role.isNumber(part) else {
                throw Rejection(.malformed, column, "\(clipped(part)) is no number")
            }
        }
        switch role {
        case .links:
            links[parts[1]] = parts[0]
            return .idPair
        case .movies: return .item(try movie(parts))
        case .users: return .user(try user(parts))
        case .pairs, .orderedRatings, .publishedRatings: return .event(try event(parts))
        }
    }

    /// A bare item for each one that no film line describes.
    consuming func derived() -> (items: [Item], users: [User]) {
        (items.map { Item(id: $0) }, [])
    }

    // MARK: Lines

    private mutating func movie(_ parts: [String]) throws(Rejection) -> Item {
        guard let id = hasLinks ? links[parts[0]] : parts[0] else {
            throw Rejection(
                .unmatchedItem, "movie", "film \(parts[0]) has no id among the interactions")
        }
        var item = Item(id: id)
        item.title = LocalizedText(parts[1])
        item.categories = parts[2].split(separator: "|").map { [String($0)] }
        if let year = Self.year(parts[1]) { item.attributes["year"] = .number(year) }
        do { _ = try Item(fields: item.fields) } catch { throw Rejection(error) }
        guard isKnown.insert(id).inserted else {
            throw Rejection(.duplicate, "movie", "film \(parts[0]) stands in an earlier line")
        }
        return item
    }

    /// Titles end in the year: `Toy Story (1995)`.
    private static func year(_ title: String) -> Double? {
        guard title.hasSuffix(")") else { return nil }
        let digits = title.dropLast().suffix(4)
        return title.dropLast(5).hasSuffix("(") ? Int(digits).map(Double.init) : nil
    }

    private func user(_ parts: [String]) throws(Rejection) -> User {
        guard !isRenumbered else {
            throw Rejection(
                .unmatchedUser, "user",
                "the interactions number users anew, so this is not their user \(parts[0])")
        }
        var user = User(id: parts[0])
        user.gender = parts[1]
        user.ageBand = MovieLensFile.ageBands[parts[2]]
        do { _ = try User(fields: user.fields) } catch { throw Rejection(error) }
        return user
    }

    private mutating func event(_ parts: [String]) throws(Rejection) -> Event {
        let rating = role == .pairs ? nil : Double(parts[2])
        if let rating, !(0.5...5).contains(rating) {
            throw Rejection(.outOfRange, "rating", "\(parts[2]) is not within 0.5 to 5 stars")
        }
        var event = Event(
            id: "movielens:\(parts[0]):\(parts[1])", type: rating == nil ? .view : .rating)
        event.user = parts[0]
        event.item = parts[1]
        event.value = rating
        event.time =
            role == .publishedRatings
            ? Timestamp(seconds: Double(parts[3]) ?? 0) : Self.firstRating + Double(lines) * 60
        try cleaning.check(event)
        if isKnown.insert(parts[1]).inserted { items.append(parts[1]) }
        return event
    }
}
