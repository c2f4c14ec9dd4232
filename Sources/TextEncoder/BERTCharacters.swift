/// The classes of characters that BERT's tokeniser tells apart, as the reference implementation has
/// them: Hugging Face's `tokenizers`, whose tables are those of Unicode 8. What came later is an
/// ordinary letter there, and so it is to the models that were trained with it.
enum BERTCharacters {
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9, 10, 13, 32: true
        // The line end of old mainframes is a control to the reference.
        case 0..<0x80, 0x85: false
        default: scalar.properties.isWhitespace
        }
    }

    /// What is dropped: controls, formats, private use and the mark of what could not be decoded.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<32, 127, 0xFFFD: return true
        case 32..<127: return false
        default: break
        }
        switch category(of: scalar) {
        case .control, .format, .privateUse: return true
        default: return false
        }
    }

    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 33...47, 58...64, 91...96, 123...126: return true
        case 0..<128: return false
        default: break
        }
        switch category(of: scalar) {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    static func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x300 && category(of: scalar) == .nonspacingMark
    }

    /// Ideographs, each of which is a word; not the syllables of Japanese and Korean.
    static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
            0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }

    private static func category(of scalar: Unicode.Scalar) -> Unicode.GeneralCategory? {
        let properties = scalar.properties
        return properties.age.map { $0.major <= 8 } == true ? properties.generalCategory : nil
    }
}
