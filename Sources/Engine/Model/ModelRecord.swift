package import Primitives

/// What is known of a trained model: it stands in the metadata of its checkpoint.
package struct ModelRecord: Hashable, Sendable {
    package var version: String
    package var created: Timestamp
    package var profile: String
    package var seed: UInt64
    /// Learnt from the log up to this offset, from events between these times.
    package var offset: Int64
    package var from: Timestamp?
    package var to: Timestamp?
    package var items: Int
    package var people: Int
    package var events: Int
    package var epochs: Int
    package var trainSeconds: Double
    /// On the validation part, full ranking, nothing masked.
    package var ndcg: Double
    package var hitRate: Double
    /// The model promoted before, or popularity, on the same part.
    package var incumbent: String?
    package var incumbentNDCG: Double?
    /// The model that it went on from; nil where it began anew.
    package var parent: String?
    /// The model that it learnt from beside the log.
    package var teacher: String?
    /// How well its heads foretell what comes of a visit, in words; empty where it has none.
    package var heads = ""
    /// Of each head.
    package var calibration: [HeadCalibration] = []
    /// Pass by pass; empty of models that were trained before it was kept.
    package var curve = LearningCurve()
    /// How well it foretells beside the companions, in words; empty where the log is too short.
    package var blend = ""
    /// How well what comes of showings is foretold, in words; empty before the first training that
    /// tried.
    package var ranker = ""

    var metadata: [String: String] {
        var result = [
            "created": created.description, "profile": profile, "seed": "\(seed)",
            "offset": "\(offset)", "people": "\(people)", "events": "\(events)",
            "epochs": "\(epochs)", "train_s": "\(trainSeconds)", "NDCG@10": "\(ndcg)",
            "HR@10": "\(hitRate)", "heads_figures": heads, "blend_figures": blend,
            "ranker_figures": ranker,
            "calibration": HeadCalibration.text(of: calibration), "curve": curve.text,
        ]
        result["parent"] = parent
        result["teacher"] = teacher
        result["from"] = from?.description
        result["to"] = to?.description
        result["incumbent"] = incumbent
        result["incumbent_NDCG@10"] = incumbentNDCG.map { "\($0)" }
        return result
    }
}

extension ModelRecord {
    /// What a file does not say is zero or nil.
    init(version: String, metadata: [String: String]) {
        func number(_ name: String) -> Double { metadata[name].flatMap(Double.init) ?? 0 }
        self.version = version
        created = metadata["created"].flatMap { Timestamp($0) } ?? Timestamp(microseconds: 0)
        profile = metadata["profile"] ?? ""
        seed = metadata["seed"].flatMap(UInt64.init) ?? 0
        offset = metadata["offset"].flatMap(Int64.init) ?? 0
        from = metadata["from"].flatMap { Timestamp($0) }
        to = metadata["to"].flatMap { Timestamp($0) }
        items = metadata["items"].flatMap(Int.init) ?? 0
        people = metadata["people"].flatMap(Int.init) ?? 0
        events = metadata["events"].flatMap(Int.init) ?? 0
        epochs = metadata["epochs"].flatMap(Int.init) ?? 0
        trainSeconds = number("train_s")
        ndcg = number("NDCG@10")
        hitRate = number("HR@10")
        heads = metadata["heads_figures"] ?? ""
        calibration = HeadCalibration.all(in: metadata["calibration"] ?? "")
        curve = LearningCurve(text: metadata["curve"] ?? "")
        blend = metadata["blend_figures"] ?? ""
        ranker = metadata["ranker_figures"] ?? ""
        parent = metadata["parent"]
        teacher = metadata["teacher"]
        incumbent = metadata["incumbent"]
        incumbentNDCG = metadata["incumbent_NDCG@10"].flatMap(Double.init)
    }
}
