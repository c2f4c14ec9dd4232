/// Units of measure under one name, so that `15 inches`, `15"` and `15in` are one term.
package enum Units {
    private static let names: [String: String] = {
        let rows = [
            "in": "inch inches", "ft": "feet foot", "cm": "", "mm": "", "m": "metre metres meter",
            "kg": "kilo kilos kilogram kilograms", "g": "gram grams gramme grammes", "mg": "",
            "oz": "ounce ounces", "lb": "lbs pound pounds", "l": "litre litres liter liters",
            "ml": "", "cl": "", "w": "watt watts", "v": "volt volts", "a": "amp amps", "mah": "",
            "gb": "gigabyte gigabytes", "tb": "terabyte terabytes", "mb": "megabyte megabytes",
            "kb": "", "mhz": "", "ghz": "", "hz": "hertz", "khz": "", "mp": "megapixel megapixels",
            "dpi": "", "rpm": "", "mbps": "", "gbps": "", "btu": "", "x": "", "pack": "pk packs",
        ]
        var names: [String: String] = [:]
        for (name, others) in rows {
            names[name] = name
            for other in others.split(separator: " ") { names[String(other)] = name }
        }
        return names
    }()

    /// The one name of a unit; nil for what is none.
    package static func name(_ word: String) -> String? { names[word] }

    /// `15inches` as `15in`; nil for what is no number with a unit, or is written so already.
    static func normalised(_ word: String) -> String? {
        guard word.utf8.first.map({ (48...57).contains($0) }) == true else { return nil }
        let digits = word.prefix { ("0"..."9").contains($0) }
        guard let unit = names[String(word.dropFirst(digits.count))] else { return nil }
        let normalised = digits + unit
        return normalised == word ? nil : String(normalised)
    }
}
