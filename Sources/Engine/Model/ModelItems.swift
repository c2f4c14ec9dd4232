import Primitives
import SequenceModel
import VectorIndex

/// A promoted model within a state: whose item each of its rows is, which of them can be shown, and
/// the items that it has not met.
struct ModelItems: Sendable {
    /// What the model expects of an item.
    struct Expected: Sendable {
        fileprivate enum Place: Sendable {
            case row(Int)
            case new(NewItems.Place)
        }

        var item: UInt32
        var logit: Float
        fileprivate var place: Place
    }

    let model: LiveModel
    /// The item of each row.
    private let numbers: [UInt32]
    /// The row of each item; -1 where the model does not know it.
    private var rows: [Int32]
    /// Rows of which something can be shown to somebody without a filter.
    private var shown: ItemSet
    private var new: NewItems

    /// - Parameters:
    ///   - promoted: A model that was read, and the vectors that were made for new items.
    ///   - items: Gets numbers for those that it does not know.
    ///   - catalogue: What is shown, and what describes new items.
    init(_ promoted: PromotedModel, _ items: inout ItemNumbers, _ catalogue: CatalogueView) {
        model = promoted.model
        numbers = promoted.ids.map { items.intern($0) }
        rows = [Int32](repeating: -1, count: items.ids.count)
        for (row, number) in numbers.enumerated() { rows[Int(number)] = Int32(row) }
        shown = ItemSet(count: numbers.count)
        new = NewItems(width: model.shape.width)
        update(catalogue, items)
        guard model.knowsContent else { return }
        // In the order of their ids each goes to the end of the last leaf.
        let learnt = catalogue.learnt.filter { row(of: $0.number) == nil }.sorted { $0.id < $1.id }
        for (number, id) in learnt {
            update(new: number, id, catalogue, promoted.made[number])
        }
        new.settle()
    }

    /// Nil of an item that the model does not know: its own items all got numbers when it came.
    func row(of number: UInt32) -> Int? {
        guard Int(number) < rows.count, rows[Int(number)] >= 0 else { return nil }
        return Int(rows[Int(number)])
    }

    // MARK: Search

    /// The items that fit an expectation best, best first; of equal ones those that the model has
    /// met, and of these the more frequent, come first.
    ///
    /// - Parameters:
    ///   - count: At most so many.
    ///   - expectation: As `LiveModel.expectation` gave it.
    ///   - excluded: Items that may not be found, shown or not.
    /// - Returns: At most `count`.
    func best(
        _ count: Int, for expectation: [Float], without excluded: Set<UInt32>
    ) -> [Expected] {
        var allowed = shown
        for item in excluded { row(of: item).map { allowed.remove($0) } }
        let more = new.best(count + excluded.count, for: expectation)
            .filter { !excluded.contains($0.item) }
        return merged(model.best(count, for: expectation, among: allowed), more, count)
    }

    /// The same among these items alone, whether or not they can be shown.
    func best(_ count: Int, for expectation: [Float], among chosen: Set<UInt32>) -> [Expected] {
        merged(
            model.best(count, for: expectation, of: chosen.compactMap { row(of: $0) }),
            new.best(count, for: expectation, among: chosen), count)
    }

    /// What the model makes of items, shown or not, in their order: −∞ of those that it does not know.
    func logits(of items: [UInt32], for expectation: [Float]) -> [Float] {
        let rows = items.map { row(of: $0) }
        var known = model.fits(of: rows.compactMap { $0 }, to: expectation).makeIterator()
        var logits = rows.map { $0.flatMap { _ in known.next() } ?? -.infinity }
        guard new.count > 0 else { return logits }
        let unmet = Set(zip(items, rows).compactMap { $1 == nil ? $0 : nil })
        let found = Dictionary(
            uniqueKeysWithValues: new.best(unmet.count, for: expectation, among: unmet)
                .map { ($0.item, $0.score) })
        for (place, item) in items.enumerated() {
            if let score = found[item] { logits[place] = score }
        }
        return logits
    }

    private func merged(
        _ known: [ScoredItem], _ new: [NewItems.Found], _ count: Int
    ) -> [Expected] {
        var result: [Expected] = []
        result.reserveCapacity(count)
        var rest = new[...]
        func takeNew(above score: Float) {
            while result.count < count, let next = rest.first, next.score > score {
                rest.removeFirst()
                result.append(
                    Expected(item: next.item, logit: next.score, place: .new(next.place)))
            }
        }
        for item in known {
            takeNew(above: item.score)
            guard result.count < count else { return result }
            result.append(
                Expected(item: numbers[item.item], logit: item.score, place: .row(item.item)))
        }
        takeNew(above: -.infinity)
        return result
    }

    /// The vector of an item that was found in this state.
    func vector(of found: Expected) -> ArraySlice<Float> {
        switch found.place {
        case .row(let row): model.vector(ofRow: row)
        case .new(let place): new.vector(at: place)
        }
    }

    /// The direction of an item that the model has met, of length 1; nil of any other.
    func direction(of number: UInt32) -> [Float]? {
        guard let row = row(of: number) else { return nil }
        let vector = model.vector(ofRow: row)
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : nil
    }

    // MARK: Update

    /// Looks the model's own items up.
    mutating func update(_ catalogue: CatalogueView, _ items: ItemNumbers) {
        for number in numbers { update(number, catalogue, items) }
    }

    /// Looks an item up that has changed, or whose variant has.
    mutating func update(_ number: UInt32, _ catalogue: CatalogueView, _ items: ItemNumbers) {
        guard let row = row(of: number) else {
            return update(new: number, items.id(of: number), catalogue)
        }
        if catalogue.shown(number) == nil { shown.remove(row) } else { shown.insert(row) }
    }

    /// `made` is the vector that was made of content, of no use for any other.
    private mutating func update(
        new number: UInt32, _ id: String, _ catalogue: CatalogueView,
        _ made: PromotedModel.Made? = nil
    ) {
        guard model.knowsContent else { return }
        // A variant is learnt under its parent.
        let content = catalogue.learning(number) == number ? catalogue.content(of: number) : nil
        let vector = content.flatMap { content in
            made.flatMap { $0.content == content ? $0.vector : nil } ?? model.vector(of: content)
        }
        if let vector {
            new.put(id, number, vector, isShown: catalogue.shown(number) != nil)
        } else {
            new.remove(id)
        }
    }

    /// Makes new items that changed searchable.
    mutating func settle() { new.settle() }
}
