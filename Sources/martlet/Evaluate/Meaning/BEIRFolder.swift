import Ingest
import JSON
import Primitives

/// Documents, queries and judgments in the form of the BEIR benchmark (Thakur et al., 2021).
struct BEIRFolder {
    struct Document {
        var title: String
        var text: String
    }

    struct Query {
        var text: String
        /// Whether it belongs to the half that chooses: odd numbers.
        var isForTuning: Bool
        /// Grades by document.
        var grades: [UInt32: Double]
    }

    let documents: [Document]
    /// Those that have a relevant document, in the order of the file.
    let queries: [Query]

    /// Reads `corpus.jsonl.gz`, `qrels.tsv` and the queries, of that name unless another is given.
    init(_ path: String, queries name: String = "queries.jsonl.gz") throws {
        var documents: [Document] = []
        var numbers: [String: UInt32] = [:]
        try Self.forEachObject(of: "\(path)/corpus.jsonl.gz") { fields in
            numbers[fields["_id"]?.string ?? ""] = UInt32(documents.count)
            documents.append(
                Document(
                    title: fields["title"]?.string ?? "", text: fields["text"]?.string ?? ""))
        }
        var grades: [String: [UInt32: Double]] = [:]
        try Self.forEachLine(of: "\(path)/qrels.tsv") { bytes in
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\t")
            guard parts.count == 3, let grade = Double(parts[2]), grade > 0,
                let document = numbers[String(parts[1])]
            else { return }
            grades[String(parts[0]), default: [:]][document] = grade
        }
        var queries: [Query] = []
        try Self.forEachObject(of: "\(path)/\(name)") { fields in
            let id = fields["_id"]?.string ?? ""
            guard let grades = grades[id] else { return }
            let number = Int(id.drop { !$0.isNumber }) ?? 0
            queries.append(
                Query(
                    text: fields["text"]?.string ?? "", isForTuning: number % 2 == 1,
                    grades: grades))
        }
        self.documents = documents
        self.queries = queries
    }

    private static func forEachObject(of path: String, _ body: (Fields) throws -> Void) throws {
        try forEachLine(of: path) { line in
            if let fields = try JSONParser.parse(line).object { try body(fields) }
        }
    }

    private static func forEachLine(of path: String, _ body: ([UInt8]) throws -> Void) throws {
        var reader = try LineReader.open(path)
        while let status = reader.advance() {
            if case .complete = status { try body(Array(reader.bytes[reader.range])) }
        }
        if let failure = reader.failure { throw failure }
    }
}

extension BEIRFolder.Query {
    /// Normalised discounted cumulative gain of the first ten, with gains of 2^grade − 1 (Burges et
    /// al., 2005).
    func gain(of ranking: [UInt32]) -> Double {
        let ideal = Self.discounted(grades.values.sorted(by: >))
        return Self.discounted(ranking.prefix(10).map { grades[$0] ?? 0 }) / ideal
    }

    private static func discounted(_ grades: [Double]) -> Double {
        grades.prefix(10).enumerated().reduce(0) { sum, next in
            sum + (Double(1 << Int(next.element)) - 1) / BEIRFolder.discounts[next.offset]
        }
    }
}

extension BEIRFolder {
    /// log₂(rank + 1) of the first ten ranks.
    fileprivate static let discounts = [
        1, 1.584962500721156, 2, 2.321928094887362, 2.584962500721156, 2.807354922057604, 3,
        3.169925001442312, 3.321928094887362, 3.459431618637297,
    ]
}
