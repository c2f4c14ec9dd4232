import Evaluation

extension PipelineTrial {
    /// - Parameters:
    ///   - title: What was asked.
    ///   - note: How.
    ///   - items: Of the catalogue.
    ///   - bootstrap: Makes the intervals; it draws people.
    /// - Returns: The page, its other arrangements and the sources, and the page's lead over each.
    func report(_ title: String, _ note: String, items: Int, _ bootstrap: Bootstrap) -> Report {
        func gains(_ name: String) -> Ratio {
            Ratio("NDCG@10", values: answers[name]?.gains ?? [], owners: owners)
        }
        let asked = Self.names.filter { answers[$0]?.recalls.contains { $0 > 0 } ?? false }
        let models = asked.map { name in
            Report.Model(
                name: name, figures: figures(of: name, items: items, gains(name), bootstrap))
        }
        let proposed = Double(proposed) / Double(max(1, owners.count))
        return Report(
            title: title,
            notes: [
                note,
                "\(Int(proposed)) candidates a question; recall@100 of `\(Self.candidates)` is of "
                    + "all of them",
                "intervals draw people; seed \(bootstrap.seed)",
            ], models: models,
            pairs: asked.filter { $0 != Self.page && $0 != Self.candidates }.map { name in
                Report.Pair(
                    first: Self.page, second: name,
                    comparisons: bootstrap.comparisons([gains(Self.page)], [gains(name)]))
            })
    }

    private func figures(
        of name: String, items: Int, _ gains: Ratio, _ bootstrap: Bootstrap
    ) -> [Report.Figure] {
        guard let answers = answers[name] else { return [] }
        func mean(_ values: [Double]) -> Double {
            values.reduce(0, +) / Double(max(1, values.count))
        }
        let recall = Report.Figure(key: "recall@100", value: mean(answers.recalls))
        guard name != Self.candidates else { return [recall] }
        return [
            Report.Figure(
                key: "NDCG@10", value: gains.value, interval: bootstrap.intervals([gains])[0]),
            recall,
            Report.Figure(
                key: "coverage@10", value: Double(answers.shown.count) / Double(max(1, items))),
            Report.Figure(key: "diversity@10", value: mean(answers.diversities)),
        ]
    }
}
