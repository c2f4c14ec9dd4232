import Commerce
import Engine
import HTTPTypes
import Hummingbird
import JSON
import Primitives

/// The merchandisers' rules, and what they would do.
struct RuleRoutes {
    /// Rules that a preview tries at most.
    private static let draftsMax = 20

    let engine: Engine

    func add(to router: Router<ShopContext>) {
        router.get("/v1/rules") { _, _ in
            var writer = JSONWriter(reserving: 4096)
            writer.object { writer in
                writer.array("rules") { writer in
                    for rule in engine.rules { writer.write(.object(rule.fields)) }
                }
            }
            return Response(json: writer)
        }
        router.get("/v1/rules/:id") { _, context in
            let id = try context.id()
            guard let rule = engine.rules.first(where: { $0.id == id }) else {
                throw Self.noRule(id)
            }
            return Self.answer(rule)
        }
        router.put("/v1/rules/:id") { request, context in
            let rule = try Rule(fields: try await request.fields(), id: try context.id())
            try await engine.put(rule)
            return Self.answer(rule)
        }
        router.delete("/v1/rules/:id") { _, context in
            let id = try context.id()
            guard try await engine.remove(rule: id) else { throw Self.noRule(id) }
            var writer = JSONWriter()
            writer.object { $0.field("id", id) }
            return Response(json: writer)
        }
        router.post("/v1/rules/preview") { request, _ in try await preview(request) }
    }

    private static func answer(_ rule: Rule) -> Response {
        var writer = JSONWriter()
        writer.write(.object(rule.fields))
        return Response(json: writer)
    }

    private static func noRule(_ id: String) -> APIError {
        APIError(.notFound, "not_found", "the shop has no rule \(clipped(id))", field: "id")
    }

    /// Both pages, side by side.
    private func preview(_ request: Request) async throws -> Response {
        var reader = FieldReader(try await request.fields())
        let time = try reader.time("time")
        var drafts: [Rule] = []
        for value in try reader.array("rules", countMax: Self.draftsMax) ?? [] {
            guard case .object(let fields) = value else {
                throw reader.wrongType(value, "rules", "an object")
            }
            drafts.append(try Rule(fields: fields))
        }
        var format = try AnswerFormat(&reader)
        format.explain = true
        let clock = ContinuousClock()
        let pages: RulePreview
        let start: ContinuousClock.Instant
        if reader.rest["placement"] != nil {
            var question = try RecommendRequest(&reader)
            question.isExplained = true
            try reader.finish()
            start = clock.now
            pages = engine.preview(question, with: drafts, at: time)
        } else {
            var question = try SearchRequest(&reader)
            question.locale = format.locale
            try reader.finish()
            start = clock.now
            pages = engine.preview(question, with: drafts, at: time)
        }
        let took = microseconds(clock.now - start)
        var writer = JSONWriter(reserving: 8192)
        writer.object { writer in
            for (name, page) in [("before", pages.before), ("after", pages.after)] {
                writer.object(name) { page.write(to: &$0, format, microseconds: took) }
            }
            guard !pages.costs.isEmpty else { return }
            writer.array("costs") { writer in
                for cost in pages.costs {
                    writer.object { writer in
                        writer.field("rule", cost.rule)
                        writer.field("clicks", cost.clicks)
                    }
                }
            }
        }
        return Response(json: writer)
    }
}
