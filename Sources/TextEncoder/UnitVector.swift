/// Vectors of length one, whose product is the cosine of their angle.
package enum UnitVector {
    /// A vector brought to length one; zeros stay zeros.
    package static func normalised(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length > 1e-12 else { return vector }
        return vector.map { Float(Double($0) / length) }
    }
}
