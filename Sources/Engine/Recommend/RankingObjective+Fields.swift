import Commerce
import Primitives
import Ranking

extension RankingObjective {
    /// Reads `click`, `cart`, `purchase`, `rating` and `value`; what is not said stays as it is usually.
    init(_ reader: inout FieldReader) throws(InvalidField) {
        self.init()
        func weight(_ name: String, _ usual: Float) throws(InvalidField) -> Float {
            Float(try reader.number(name, in: 0...1e6) ?? Double(usual))
        }
        click = try weight("click", click)
        cart = try weight("cart", cart)
        purchase = try weight("purchase", purchase)
        rating = try weight("rating", rating)
        value = try weight("value", value)
        guard let unknown = reader.rest.entries.first else { return }
        throw InvalidField(.unknownValue, reader.path(of: unknown.name), "is no outcome")
    }
}
