import ArgumentParser
import Commerce
import Engine
import Ingest
import JSON
import Service

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Import items, events or a known data set into a data directory.",
        discussion: """
            Files are CSV, TSV or JSON Lines, plain or gzip; - is standard input. What cannot be \
            taken goes to the quarantine file with its line and the reason.

            martlet import events clicks.csv.gz --data shop --map item=sku --map time=ts
            martlet import online-retail online_retail.csv.gz --data shop
            """)

    @Argument(help: "items, events, online-retail or movielens.") var source: String
    @Argument(help: "The files, in the order of their times.") var files: [String]
    @OptionGroup var data: DataOption
    @Option(name: .customLong("map"), help: "field=column, as often as needed.")
    var mappings: [String] = []
    @Option(help: "csv, tsv or jsonl; found out where not given.") var format: String?
    @Option(help: "The quarantine file; quarantine.jsonl in the data directory where not given.")
    var quarantine: String?
    @Option(help: "A JSON file of settings; settings.json in the data directory where not given.")
    var config: String?
    @Flag(help: "Print the report as one line of JSON.") var json = false

    func run() throws {
        let options = try options()
        let path = data.path
        var loader = try BulkLoader(path: path)
        var line = ProgressLine()
        let report = try Importer(options).run(into: &loader) { progress in
            let share = progress.bytesTotal.map { Double(progress.bytesRead) / Double(max($0, 1)) }
            line.show(
                share: share, text: "\(grouped(progress.lines)) lines", count: progress.lines)
        }
        line.end()
        try loader.finish()
        if json {
            print(String(decoding: report.value.json, as: UTF8.self))
        } else {
            print(report.text)
        }
        if let error = report.errors.first { throw error }
    }

    private func options() throws -> ImportOptions {
        var mapping: [String: String] = [:]
        for pair in mappings {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw ValidationError("--map \(pair) is not of the form field=column")
            }
            mapping[String(parts[0])] = String(parts[1])
        }
        let schema = try ConfigurationFile(config, data: data.path).engine.schema
        return ImportOptions(
            source: try importSource(), files: files, mapping: mapping, schema: schema,
            quarantinePath: quarantine ?? "\(data.path)/quarantine.jsonl",
            format: try format.map(fileFormat))
    }

    private func importSource() throws -> ImportSource {
        switch source {
        case "items": return .items
        case "events": return .events
        default:
            guard let recipe = Recipe(rawValue: source) else {
                let names = Recipe.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\(source) is none of items, events, \(names)")
            }
            return .recipe(recipe)
        }
    }

    private func fileFormat(_ name: String) throws -> FileFormat {
        guard let format = FileFormat(rawValue: name) else {
            throw ValidationError("--format \(name) is none of csv, tsv, jsonl")
        }
        return format
    }
}
