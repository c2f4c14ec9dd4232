import Ingest
import Policy

/// A log of shown items with propensities, as the Open Bandit data set comes: a header, then one shown
/// item a line.
struct PropensityLog {
    struct Row {
        let line: Int
        let item: String
        let position: String
        let reward: Double
        let propensity: Double
        /// Under the policy to be evaluated, where the log says so.
        let target: Double?
    }

    /// Where a row counts: an item at a position.
    struct Place: Hashable {
        let item: String
        let position: String
    }

    private(set) var rows: [Row] = []
    let file: String

    /// Reads `item_id`, `position`, `click` or `reward`, `propensity_score` or `propensity`, and
    /// `target_propensity` where there is one; other columns are passed over.
    ///
    /// - Throws: `ImportError` for a file that cannot be read, `SequenceFileError` for a line of it.
    init(_ path: String) throws {
        file = path
        var reader = try LineReader.open(path)
        var columns: Columns?
        while let status = reader.advance() {
            guard status != .tooLong else {
                throw SequenceFileError(
                    path, reader.number, "is longer than \(LineReader.lineBytesMax) bytes")
            }
            let line = String(decoding: reader.bytes[reader.range], as: UTF8.self)
            guard !line.isEmpty else { continue }
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            if let columns {
                rows.append(try Self.row(cells, columns, path, reader.number))
            } else {
                columns = try Columns(cells, path)
            }
        }
        if let failure = reader.failure { throw failure }
        guard !rows.isEmpty else { throw SequenceFileError(path, nil, "has no decisions") }
    }

    private struct Columns {
        let item: Int
        let position: Int?
        let reward: Int
        let propensity: Int
        let target: Int?

        init(_ header: [Substring], _ path: String) throws {
            func column(_ names: String...) -> Int? {
                header.firstIndex { names.contains(String($0)) }
            }
            guard let item = column("item_id", "item"), let reward = column("click", "reward"),
                let propensity = column("propensity_score", "propensity")
            else {
                throw SequenceFileError(
                    path, 1, "needs columns item_id, click or reward, and propensity_score")
            }
            self.item = item
            position = column("position")
            self.reward = reward
            self.propensity = propensity
            target = column("target_propensity")
        }

        var last: Int { max(item, position ?? 0, reward, propensity, target ?? 0) }
    }

    private static func row(
        _ cells: [Substring], _ columns: Columns, _ path: String, _ number: Int
    ) throws -> Row {
        guard cells.count > columns.last else {
            throw SequenceFileError(path, number, "has \(cells.count) columns, too few")
        }
        func figure(_ column: Int, _ name: String) throws -> Double {
            guard let value = Double(cells[column]), value.isFinite else {
                throw SequenceFileError(
                    path, number, "\(name) is \"\(cells[column].prefix(40))\", expected a number")
            }
            return value
        }
        let propensity = try figure(columns.propensity, "the propensity")
        guard propensity > 0, propensity <= 1 else {
            throw SequenceFileError(
                path, number,
                "the propensity is \(propensity), it must be more than 0 and at most 1"
            )
        }
        return Row(
            line: number, item: String(cells[columns.item]),
            position: columns.position.map { String(cells[$0]) } ?? "",
            reward: try figure(columns.reward, "the reward"), propensity: propensity,
            target: try columns.target.map { try figure($0, "the target propensity") })
    }

    var meanReward: Double { rows.reduce(0) { $0 + $1.reward } / Double(rows.count) }

    /// How often the policy that made this log shows an item at a position: the mean of its propensities
    /// there says how, whoever asks.
    var shares: [Place: Double] {
        var counts: [Place: Double] = [:]
        var totals: [String: Double] = [:]
        for row in rows {
            counts[Place(item: row.item, position: row.position), default: 0] += 1
            totals[row.position, default: 0] += 1
        }
        return Dictionary(
            uniqueKeysWithValues: counts.map { ($0, $1 / (totals[$0.position] ?? 1)) })
    }
}
