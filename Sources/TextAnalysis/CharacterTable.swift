import CUnicode

/// What becomes of each character when text is folded, and what it is to a word.
///
/// One entry for each character of the basic plane, made once by ICU, so that folding a character is
/// one look-up.
final class CharacterTable: Sendable {
    /// What a character is to the words around it.
    enum Role: UInt8 {
        /// Ends a word.
        case separator
        /// Leaves no trace: apostrophes, soft hyphens, joiners, marks that combine with a letter.
        case ignored
        case letter
        /// Chinese, Japanese, Korean: no blanks, and any two neighbours may be a word.
        case ideograph
        /// Thai, Lao, Khmer, Burmese: no blanks; a dictionary knows the words.
        case unspaced
    }

    static let shared = CharacterTable()

    /// Bytes of a folded character at most; longer forms are cut.
    static let formMax = 24

    private static let plane: UInt32 = 0x10000
    private let roles: [Role]
    /// The folded forms in UTF-8, one behind the other, and where each ends.
    private let forms: [UInt8]
    private let ends: [UInt32]

    private init() {
        var roles: [Role] = []
        var forms: [UInt8] = []
        var ends: [UInt32] = []
        for (value, form) in Folding.forms(below: Self.plane).enumerated() {
            guard let scalar = Unicode.Scalar(UInt32(value)) else {
                roles.append(.separator)
                ends.append(UInt32(forms.count))
                continue
            }
            roles.append(Self.role(of: scalar, form: form))
            for letter in form where forms.count - Int(ends.last ?? 0) + 4 <= Self.formMax {
                forms += Array(String(letter).utf8)
            }
            ends.append(UInt32(forms.count))
        }
        (self.roles, self.forms, self.ends) = (roles, forms, ends)
    }

    func role(of scalar: Unicode.Scalar) -> Role {
        scalar.value < Self.plane
            ? roles[Int(scalar.value)] : Self.role(of: scalar, form: [scalar])
    }

    /// Appends the folded form of a character that is part of a word.
    func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        guard scalar.value < Self.plane else {
            return bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
        let place = Int(scalar.value)
        bytes.append(contentsOf: forms[(place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place])])
    }

    private static func role(of scalar: Unicode.Scalar, form: [Unicode.Scalar]) -> Role {
        switch scalar.value {
        case 0x27, 0x2019, 0xAD, 0x200B...0x200D: return .ignored
        case 0x0E01...0x0E3A, 0x0E40...0x0E59, 0x0E81...0x0EDF, 0x1000...0x109F,
            0x1780...0x17E9:
            return .unspaced
        default: break
        }
        guard let first = form.first else { return .ignored }
        switch first.value {
        case 0x3005...0x3007, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA,
            0x30FC...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF,
            0x20000...0x3134F:
            return .ideograph
        default: break
        }
        let properties = scalar.properties
        if scalar.value > 0x2FF, properties.generalCategory == .nonspacingMark { return .ignored }
        return properties.isAlphabetic || properties.numericType != nil ? .letter : .separator
    }
}
