import Commerce
import Evaluation
import JSON
import Primitives
import TextEncoder

/// A folder as BEIR has it (Thakur and others, 2021): `corpus.jsonl.gz`, `queries.jsonl.gz`,
/// `qrels.tsv`.
struct SearchCollection {
    struct Query {
        var id: String
        var text: String
        /// By document, the grades above 0.
        var grades: [String: Int]
    }

    enum Split: String, CaseIterable {
        case all, tune, report

        /// Odd query numbers tune, even ones report.
        func holds(_ id: String) -> Bool {
            let number = Int(id.drop { !$0.isNumber }) ?? 0
            return self == .all || (number % 2 == 1) == (self == .tune)
        }
    }

    private(set) var items: [Item] = []
    /// Queries to which a document is relevant.
    private(set) var queries: [Query] = []

    /// `queries` is another file of queries; that of the folder where nil.
    init(_ folder: String, queries: String?, split: Split) throws {
        let judgments = try Self.judgments(folder + "/qrels.tsv")
        try SequenceFile.forEachLine(of: folder + "/corpus.jsonl.gz") { line, number in
            items.append(try Self.item(try Self.object(line), folder, number))
        }
        let file = queries ?? folder + "/queries.jsonl.gz"
        try SequenceFile.forEachLine(of: file) { line, number in
            let fields = try Self.object(line)
            guard let id = fields["_id"]?.string, let text = fields["text"]?.string else {
                throw SequenceFileError(file, number, "expected an object with _id and text")
            }
            if let grades = judgments[id], split.holds(id) {
                self.queries.append(Query(id: id, text: text, grades: grades))
            }
        }
    }

    /// Every second of the queries: from the first on (0), or from the second (1).
    func half(_ half: Int) -> SearchCollection {
        var part = self
        part.queries = queries.enumerated().filter { $0.offset % 2 == half }.map(\.element)
        return part
    }

    /// What a ranking shows, by the judgments of its query.
    func graded(_ documents: [UInt32], for query: Query) -> GradedRanking {
        GradedRanking(
            shown: documents.prefix(10).map { query.grades[items[Int($0)].id] ?? 0 },
            all: Array(query.grades.values))
    }

    /// Each judgment as if it were a click, to learn from.
    func examples(among items: [Item]) -> [ShopEncoderTrainer.Example] {
        let numbers = Dictionary(
            items.enumerated().map { ($0.element.id, Int32($0.offset)) },
            uniquingKeysWith: { first, _ in first })
        return queries.flatMap { query in
            query.grades.sorted { $0.key < $1.key }.compactMap { id, grade in
                numbers[id].map {
                    ShopEncoderTrainer.Example(
                        query: query.text, item: $0, weight: Float(grade))
                }
            }
        }
    }

    private static func object(_ line: ArraySlice<UInt8>) throws -> Fields {
        try JSONParser.parse(Array(line)).object ?? Fields()
    }

    private static func item(
        _ fields: Fields, _ folder: String, _ number: Int
    ) throws -> Item {
        guard let id = fields["_id"]?.string else {
            throw SequenceFileError(folder + "/corpus.jsonl.gz", number, "expected an _id")
        }
        var item = Item(id: id)
        item.title = LocalizedText(fields["title"]?.string ?? "")
        item.description = LocalizedText(fields["text"]?.string ?? "")
        for field in fields["metadata"]?.object?.entries ?? [] {
            if let text = field.value.string {
                item.attributes[field.name] = .text(LocalizedText(text))
            }
        }
        return item
    }

    /// Lines of query, document and grade with tabs between them; the first names the columns.
    private static func judgments(_ file: String) throws -> [String: [String: Int]] {
        var judgments: [String: [String: Int]] = [:]
        try SequenceFile.forEachLine(of: file) { line, number in
            let parts = line.split(separator: UInt8(ascii: "\t")).map {
                String(decoding: $0, as: UTF8.self)
            }
            if number == 1, parts.first == "query-id" { return }
            guard parts.count == 3, let grade = Int(parts[2]) else {
                throw SequenceFileError(file, number, "expected a query, a document and a grade")
            }
            if grade > 0 { judgments[parts[0], default: [:]][parts[1]] = grade }
        }
        return judgments
    }
}
