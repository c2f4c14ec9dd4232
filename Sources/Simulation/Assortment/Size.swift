/// A size that a product comes in, and what it does to the price.
struct Size: Hashable, Sendable {
    let text: Word
    let priceFactor: Double
}

extension [Size] {
    static let none: [Size] = []

    static let clothing = ["XS", "S", "M", "L", "XL"].map {
        Size(text: Word("size \($0)", "\($0)码"), priceFactor: 1)
    }

    static let shoes = (4...11).map {
        Size(text: Word("UK \($0)", "英码\($0)"), priceFactor: 1)
    }

    static let beds = [
        Size(text: Word("single", "单人"), priceFactor: 0.75),
        Size(text: Word("double", "双人"), priceFactor: 1),
        Size(text: Word("king size", "加大"), priceFactor: 1.25),
    ]

    static let bindings = [
        Size(text: Word("paperback", "平装"), priceFactor: 1),
        Size(text: Word("hardback", "精装"), priceFactor: 1.7),
    ]

    static let pages = [
        Size(text: Word("A6", "A6"), priceFactor: 0.8),
        Size(text: Word("A5", "A5"), priceFactor: 1),
        Size(text: Word("A4", "A4"), priceFactor: 1.3),
    ]

    static func litres(_ values: Double...) -> [Size] { measured(values, " L", "升") }
    static func millilitres(_ values: Double...) -> [Size] { measured(values, " ml", "毫升") }
    static func grams(_ values: Double...) -> [Size] { measured(values, " g", "克") }
    static func kilograms(_ values: Double...) -> [Size] { measured(values, " kg", "公斤") }
    static func centimetres(_ values: Double...) -> [Size] { measured(values, " cm", "厘米") }
    static func metres(_ values: Double...) -> [Size] { measured(values, " m", "米") }
    static func gigabytes(_ values: Double...) -> [Size] { measured(values, " GB", "GB") }
    static func inches(_ values: Double...) -> [Size] { measured(values, " inch", "英寸") }
    static func pieces(_ values: Double...) -> [Size] { measured(values, " pieces", "块") }
    static func persons(_ values: Double...) -> [Size] { measured(values, " person", "人") }

    static func sets(_ counts: Double...) -> [Size] {
        measured(counts, "", "件套", before: "set of ")
    }

    static func packs(_ counts: Double...) -> [Size] {
        measured(counts, "", "件装", before: "pack of ")
    }

    /// Prices grow with the measure, but more slowly.
    private static func measured(
        _ values: [Double], _ en: String, _ zh: String, before: String = ""
    ) -> [Size] {
        let middle = values[values.count / 2]
        return values.map { value in
            let number = value == value.rounded() ? String(Int(value)) : String(value)
            return Size(
                text: Word(before + number + en, number + zh),
                priceFactor: 0.4 + 0.6 * value / middle)
        }
    }
}
