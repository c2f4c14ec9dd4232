import Commerce
import Engine
import Hummingbird
import JSON
import Primitives

/// The trained models of a shop: what is known of each, and which one answers.
struct ModelRoutes {
    let engine: Engine

    func add(to router: Router<ShopContext>) {
        router.get("/v1/models") { _, _ in try list() }
        router.put("/v1/models/serving") { request, _ in try await promote(request) }
        router.delete("/v1/models/serving") { _, _ in
            _ = try engine.registry.rollBack()
            return try list()
        }
    }

    private func promote(_ request: Request) async throws -> Response {
        var reader = FieldReader(try await request.fields())
        guard let version = try reader.id("version") else {
            throw InvalidField(.missing, "version", "name the model that is to answer")
        }
        try reader.finish()
        try engine.registry.promote(version)
        return try list()
    }

    private func list() throws -> Response {
        let registry = engine.registry
        let promoted = registry.promoted
        var writer = JSONWriter(reserving: 4096)
        writer.object { writer in
            if let serving = promoted.last { writer.field("serving", serving) }
            // The promoted one is taken over within a second of its promotion.
            if let live = engine.statistics.model { writer.field("live", live) }
            writer.array("promoted") { for version in promoted { $0.write(version) } }
            writer.array("models") { writer in
                for record in (try? registry.records()) ?? [] {
                    writer.object { record.write(to: &$0) }
                }
            }
        }
        return Response(json: writer)
    }
}

extension ModelRecord {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.field("version", version)
        writer.field("created", created.description)
        writer.field("profile", profile)
        writer.field("offset", offset)
        if let from { writer.field("from", from.description) }
        if let to { writer.field("to", to.description) }
        writer.field("people", people)
        writer.field("events", events)
        writer.field("epochs", epochs)
        writer.field("train_s", trainSeconds)
        writer.field("NDCG@10", ndcg)
        writer.field("HR@10", hitRate)
        if let incumbent { writer.field("incumbent", incumbent) }
        if let incumbentNDCG { writer.field("incumbent_NDCG@10", incumbentNDCG) }
        if !heads.isEmpty { writer.field("heads", heads) }
        if !blend.isEmpty { writer.field("blend", blend) }
        if !ranker.isEmpty { writer.field("ranker", ranker) }
        writer.array("calibration") { writer in
            for calibration in calibration {
                writer.object { writer in
                    writer.field("head", calibration.head)
                    writer.array("parts") { writer in
                        for part in calibration.parts {
                            writer.object { writer in
                                writer.field("foretold", part.foretold)
                                writer.field("observed", part.observed)
                                writer.field("events", part.events)
                            }
                        }
                    }
                }
            }
        }
        writer.array("curve") { writer in
            for pass in curve.passes {
                writer.object { writer in
                    writer.field("pass", pass.number)
                    writer.field("loss", pass.loss)
                    if let ndcg = pass.ndcg { writer.field("NDCG@10", ndcg) }
                }
            }
        }
    }
}
