/// The files of MovieLens by name, in the order in which they have to be read.
enum MovieLensFile: String, CaseIterable {
    case links = "sas_to_original_items.txt"
    case movies = "movies.dat"
    case users = "users.dat"
    case pairs = "ml-1m.txt"
    case orderedRatings = "ratings-in-order.txt"
    case publishedRatings = "ratings.dat"

    /// Ages come as the lower end of a band.
    static let ageBands = [
        "1": "under 18", "18": "18-24", "25": "25-34", "35": "35-44", "45": "45-49",
        "50": "50-55", "56": "56+",
    ]

    init?(path: String) {
        var name = path.split(separator: "/").last.map(String.init) ?? path
        if name.hasSuffix(".gz") { name.removeLast(3) }
        self.init(rawValue: name)
    }

    var isInteractions: Bool {
        self == .pairs || self == .orderedRatings || self == .publishedRatings
    }

    var columns: [String] {
        switch self {
        case .links: ["item", "movie"]
        case .movies: ["movie", "title", "genres"]
        case .users: ["user", "gender", "age", "occupation", "zip"]
        case .pairs: ["user", "item"]
        case .orderedRatings: ["user", "item", "rating"]
        case .publishedRatings: ["user", "item", "rating", "time"]
        }
    }

    func isNumeric(_ column: String) -> Bool {
        ["item", "movie", "user", "age", "rating", "time"].contains(column)
    }

    /// Digits, with a point at most: what `Double` reads beyond that, such as `1e300`, is no id and
    /// no time. Twelve of them reach past every year that is one.
    func isNumber(_ text: String) -> Bool {
        text.utf8.count <= 12 && Double(text) != nil
            && text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
    }

    /// The columns of a line: `::` in the published files, a blank in the others.
    func parts(of line: [UInt8]) -> [String] {
        let isPublished = self == .movies || self == .users || self == .publishedRatings
        let separator = Array((isPublished ? "::" : " ").utf8)
        var parts: [String] = []
        var start = 0
        var index = 0
        while index < line.count {
            if line[index] == separator[0], line[index...].starts(with: separator) {
                parts.append(String(decoding: line[start..<index], as: UTF8.self))
                index += separator.count
                start = index
            } else {
                index += 1
            }
        }
        return parts + [String(decoding: line[start...], as: UTF8.self)]
    }
}
