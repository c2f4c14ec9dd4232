import Commerce

/// A promoted model as it was read, before a state takes it over.
struct PromotedModel: Sendable {
    /// The vector of an item that the model has not met, made beside the writer.
    struct Made: Sendable {
        var content: Item
        var vector: [Float]
    }

    let model: LiveModel
    /// Its items, by row.
    let ids: [String]
    /// By number.
    let made: [UInt32: Made]

    /// Makes the vectors of what the model has not met, some ten microseconds each.
    init(_ model: LiveModel, ids: [String], _ catalogue: CatalogueView) {
        self.model = model
        self.ids = ids
        var made: [UInt32: Made] = [:]
        if model.knowsContent {
            let met = Set(ids)
            for (number, id) in catalogue.learnt where !met.contains(id) && made[number] == nil {
                guard let content = catalogue.content(of: number),
                    let vector = model.vector(of: content)
                else { continue }
                made[number] = Made(content: content, vector: vector)
            }
        }
        self.made = made
    }
}
