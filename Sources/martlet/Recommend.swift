import ArgumentParser
import Commerce
import Engine
import JSON
import Storage

struct Recommend: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Recommendations for many users: a line of JSON each, such as for letters.",
        discussion: """
            {"user": "u7", "items": [{"id": "71053", "score": 0.41}]}. A server may be using the \
            directory. Nothing is recorded as served.
            """)

    @OptionGroup var data: DataOption
    @Option(help: "home, trending, recent or again.") var placement: String = "home"
    @Option(help: "all, or a file with a user id a line.") var users: String = "all"
    @Option(help: "Items for each, at most.") var limit: Int = 20
    @Option(help: "The file of settings; that of the directory where not given.")
    var config: String?

    func validate() throws {
        guard let known = Placement(rawValue: placement), !known.needsItems else {
            throw ValidationError("\(placement) is no placement that starts from a person alone")
        }
        guard (1...Engine.depthMax).contains(limit) else {
            throw ValidationError("--limit is not within 1 and \(Engine.depthMax)")
        }
    }

    func run() throws {
        guard let placement = Placement(rawValue: placement) else { return }
        let settings = try ConfigurationFile(config, data: data.path)
        let shop = try BatchRecommender(directory: data.path, configuration: settings.engine)
        for user in try users == "all" ? shop.users : named() {
            var request = RecommendRequest(placement: placement, asker: Asker(user: user))
            request.limit = limit
            let items = shop.recommend(request)
            guard !items.isEmpty else { continue }
            var writer = JSONWriter()
            writer.object { writer in
                writer.field("user", user)
                writer.array("items") { writer in
                    for item in items {
                        writer.object { writer in
                            writer.field("id", item.id)
                            writer.field("score", Double(item.score))
                        }
                    }
                }
            }
            print(String(decoding: writer.bytes, as: UTF8.self))
        }
    }

    private func named() throws -> [String] {
        String(decoding: try FileSystem.read(users), as: UTF8.self)
            .split(whereSeparator: \.isNewline).map(String.init)
    }
}
