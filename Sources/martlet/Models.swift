import ArgumentParser
import Engine

struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The trained models of a shop.",
        subcommands: [List.self, Show.self, Promote.self, RollBack.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every model, oldest first; * marks the promoted one.")

        @OptionGroup var data: DataOption

        func run() throws {
            let registry = ModelRegistry(directory: data.path)
            let serving = registry.serving
            for record in try registry.records() {
                print(
                    "\(record.version == serving ? "*" : " ") \(record.version)  \(record.profile)  "
                        + "NDCG@10 \(rounded(record.ndcg))  \(grouped(record.items)) items  "
                        + "\(record.created)")
            }
            if serving == nil { print("no model is promoted") }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What is known of a model.")

        @Argument(help: "Its version.") var version: String
        @OptionGroup var data: DataOption

        func run() throws {
            print(try ModelRegistry(directory: data.path).record(of: version).text)
        }
    }

    struct Promote: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Promote a model, whatever the gate said.")

        @Argument(help: "Its version.") var version: String
        @OptionGroup var data: DataOption

        func run() throws {
            try ModelRegistry(directory: data.path).promote(version)
            print("\(version) is promoted")
        }
    }

    struct RollBack: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rollback", abstract: "Go back to the model that was promoted before.")

        @OptionGroup var data: DataOption

        func run() throws {
            let version = try ModelRegistry(directory: data.path).rollBack()
            print(version.map { "\($0) is promoted" } ?? "no model is promoted now")
        }
    }
}

extension ModelRecord {
    /// A line for each thing that is known.
    var text: String {
        var lines = [
            "version     \(version)", "created     \(created)", "profile     \(profile)",
            "seed        \(seed)", "items       \(grouped(items))",
            "people      \(grouped(people))",
            "events      \(grouped(events)), up to offset \(offset)",
            "passes      \(epochs), \(Int(trainSeconds)) s",
            "validation  NDCG@10 \(rounded(ndcg)), HR@10 \(rounded(hitRate))",
        ]
        if let parent { lines.append("goes on     from \(parent)") }
        if let teacher { lines.append("distilled   from \(teacher)") }
        if let from, let to { lines.append("from, to    \(from), \(to)") }
        if let incumbent, let incumbentNDCG {
            lines.append("against     \(incumbent): NDCG@10 \(rounded(incumbentNDCG))")
        }
        if !heads.isEmpty { lines.append("heads       \(heads)") }
        if !blend.isEmpty { lines.append("blend       \(blend)") }
        if !ranker.isEmpty { lines.append("ranker      \(ranker)") }
        return lines.joined(separator: "\n")
    }
}
