/// Maps characters that shoppers type alike to one form.
enum Folding {
    /// Letters and digits.
    static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (97...122).contains(scalar.value) || (65...90).contains(scalar.value)
                || (48...57).contains(scalar.value)
        }
        let properties = scalar.properties
        return properties.isAlphabetic || properties.numericType != nil
    }

    /// Marks inside a word that do not end it: apostrophes, soft hyphens, joiners, and the accents
    /// and tone marks that combine with a letter.
    static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x27, 0x2019, 0xAD, 0x200B...0x200D: true
        case 0...0x2FF: false
        default: scalar.properties.generalCategory == .nonspacingMark
        }
    }

    /// Scripts written without blanks that are indexed by character pairs.
    static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3005...0x3007, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF,
            0xF900...0xFAFF, 0x20000...0x3134F:
            true
        default: false
        }
    }

    /// Appends the folded form: lower case, half width, without accents.
    static func append(_ scalar: Unicode.Scalar, to run: inout String.UnicodeScalarView) {
        if scalar.isASCII {
            let isCapital = (65...90).contains(scalar.value)
            run.append(isCapital ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
        } else if (0xFF01...0xFF5E).contains(scalar.value),
            let half = Unicode.Scalar(scalar.value - 0xFEE0)
        {
            append(half, to: &run)
        } else if let base = bases[scalar] {
            run.append(contentsOf: base.unicodeScalars)
        } else {
            // The small form of İ is an i and a dot above.
            for lower in scalar.properties.lowercaseMapping.unicodeScalars
            where !isIgnored(lower) {
                run.append(contentsOf: (bases[lower] ?? String(lower)).unicodeScalars)
            }
        }
    }

    /// Base letters of the accented letters in use; Unicode decomposition needs Foundation.
    private static let bases: [Unicode.Scalar: String] = {
        let rows: [(String, String)] = [
            ("àáâãäåāăąǎ", "a"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęěǝ", "e"),
            ("ĝğġģ", "g"), ("ĥħ", "h"), ("ìíîïĩīĭįıǐ", "i"), ("ĵ", "j"), ("ķ", "k"),
            ("ĺļľŀł", "l"), ("ñńņňŉ", "n"), ("òóôõöøōŏőǒ", "o"), ("ŕŗř", "r"), ("śŝşšș", "s"),
            ("ţťŧț", "t"), ("ùúûüũūŭůűųǔǖǘǚǜ", "u"), ("ŵ", "w"), ("ýÿŷ", "y"), ("źżž", "z"),
            ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"),
            ("ạảấầẩẫậắằẳẵặ", "a"), ("ẹẻẽếềểễệ", "e"), ("ỉị", "i"), ("ọỏốồổỗộớờởỡợơ", "o"),
            ("ụủứừửữựư", "u"), ("ỳỵỷỹ", "y"),  // Vietnamese
            ("άὰ", "α"), ("έὲ", "ε"), ("ήὴ", "η"), ("ίϊΐὶ", "ι"), ("όὸ", "ο"), ("ύϋΰὺ", "υ"),
            ("ώὼ", "ω"), ("ς", "σ"),  // Greek
            ("ё", "е"),  // Russian
        ]
        var bases: [Unicode.Scalar: String] = [:]
        for (letters, base) in rows {
            for letter in letters.unicodeScalars { bases[letter] = base }
        }
        return bases
    }()
}
