/// Reads an expression by recursive descent, one function for each line of its grammar.
struct ExpressionParser {
    private enum Token: Hashable {
        case word(String)
        case text(String)
        case number(Double)
        case sign(String)
        case end

        var name: String {
            switch self {
            case .word(let word): clipped(word)
            case .text(let text): "the text \(clipped(text))"
            case .number(let number): "\(number)"
            case .sign(let sign): sign
            case .end: "the end"
            }
        }
    }

    private static let reserved: Set<String> = ["and", "or", "not", "in", "under", "true", "false"]
    private static let signs = ["<=", ">=", "!=", "=", "<", ">", "(", ")", ","]

    private let characters: [Character]
    private let path: String
    /// Where the next token is looked for.
    private var next = 0
    private var token = Token.end
    /// Where the token begins, counted from 1.
    private var place = 1
    private var depth = 0
    private var terms = 0

    init(_ source: String, path: String) {
        characters = Array(source)
        self.path = path
    }

    mutating func parse() throws(InvalidField) -> Expression.Node {
        try advance()
        let node = try alternatives()
        guard token == .end else { throw unexpected("and, or, or the end") }
        return node
    }

    // MARK: Grammar

    private mutating func alternatives() throws(InvalidField) -> Expression.Node {
        var nodes = [try conjunction()]
        while try take(.word("or")) { nodes.append(try conjunction()) }
        return nodes.count == 1 ? nodes[0] : .any(nodes)
    }

    private mutating func conjunction() throws(InvalidField) -> Expression.Node {
        var nodes = [try term()]
        while try take(.word("and")) { nodes.append(try term()) }
        return nodes.count == 1 ? nodes[0] : .all(nodes)
    }

    private mutating func term() throws(InvalidField) -> Expression.Node {
        depth += 1
        terms += 1
        defer { depth -= 1 }
        guard depth <= Expression.depthMax, terms <= Expression.termsMax else {
            throw InvalidField(
                .tooLong, path,
                "at \(place): more than \(Expression.termsMax) terms, or more than "
                    + "\(Expression.depthMax) within each other")
        }
        if try take(.word("not")) { return .not(try term()) }
        if try take(.sign("(")) {
            let inner = try alternatives()
            guard try take(.sign(")")) else { throw unexpected(")") }
            return inner
        }
        return try condition()
    }

    private mutating func condition() throws(InvalidField) -> Expression.Node {
        guard case .word(let field) = token, !Self.reserved.contains(field) else {
            throw unexpected("a field, not or (")
        }
        try advance()
        switch token {
        case .sign("="):
            try advance()
            return .field(field, try value())
        case .sign("!="):
            try advance()
            return .not(.field(field, try value()))
        case .sign(let sign) where sign.hasPrefix("<") || sign.hasPrefix(">"):
            try advance()
            return .field(field, try bound(sign))
        case .word("in"):
            try advance()
            return .any(try list().map { .field(field, $0) })
        case .word("under"):
            guard field == "category" else { throw unexpected("an operator: under is of category") }
            try advance()
            guard case .text(let text) = token else { throw unexpected("a text in quotes") }
            try advance()
            return .field(field, .anyOf([folded(text)]))
        default: return .field(field, .flag(true))
        }
    }

    private mutating func value() throws(InvalidField) -> Filter.Condition {
        let condition: Filter.Condition
        switch token {
        case .text(let text): condition = .anyOf([folded(text)])
        case .number(let number): condition = .range(atLeast: number, atMost: number)
        case .word("true"): condition = .flag(true)
        case .word("false"): condition = .flag(false)
        default: throw unexpected("a text in quotes, a number, true or false")
        }
        try advance()
        return condition
    }

    private mutating func bound(_ sign: String) throws(InvalidField) -> Filter.Condition {
        guard case .number(let number) = token else { throw unexpected("a number") }
        try advance()
        return switch sign {
        case "<": .range(atLeast: nil, atMost: number.nextDown)
        case "<=": .range(atLeast: nil, atMost: number)
        case ">": .range(atLeast: number.nextUp, atMost: nil)
        default: .range(atLeast: number, atMost: nil)
        }
    }

    private mutating func list() throws(InvalidField) -> [Filter.Condition] {
        guard try take(.sign("(")) else { throw unexpected("(") }
        var values = [try value()]
        while try take(.sign(",")) { values.append(try value()) }
        guard try take(.sign(")")) else { throw unexpected(", or )") }
        return values
    }

    // MARK: Tokens

    private mutating func take(_ wanted: Token) throws(InvalidField) -> Bool {
        guard token == wanted else { return false }
        try advance()
        return true
    }

    private mutating func advance() throws(InvalidField) {
        while next < characters.count, characters[next].isWhitespace { next += 1 }
        place = next + 1
        guard next < characters.count else { return token = .end }
        let first = characters[next]
        if first == "\"" || first == "'" {
            token = .text(try quoted(by: first))
        } else if let sign = Self.signs.first(where: { starts(with: $0) }) {
            next += sign.count
            token = .sign(sign)
        } else if first.isLetter || first == "_" {
            token = .word(run { $0.isLetter || $0.isNumber || "_.-".contains($0) })
        } else {
            let digits = run { $0.isNumber || "+-.eE".contains($0) }
            guard let number = Double(digits), abs(number) <= 1e15 else {
                throw InvalidField(
                    .malformed, path,
                    "at \(place): \(clipped(digits.isEmpty ? String(first) : digits)) is neither "
                        + "a field, an operator, a text in quotes nor a number up to 1e15")
            }
            token = .number(number)
        }
    }

    private func starts(with sign: String) -> Bool { characters[next...].starts(with: sign) }

    private mutating func run(while belongs: (Character) -> Bool) -> String {
        let run = characters[next...].prefix(while: belongs)
        next += run.count
        return String(run)
    }

    /// A backslash takes the next character as it is.
    private mutating func quoted(by quote: Character) throws(InvalidField) -> String {
        var text = ""
        next += 1
        while next < characters.count, characters[next] != quote {
            if characters[next] == "\\", next + 1 < characters.count { next += 1 }
            text.append(characters[next])
            next += 1
        }
        guard next < characters.count else {
            throw InvalidField(.malformed, path, "at \(place): a text has no \(quote) at its end")
        }
        next += 1
        return text
    }

    private func unexpected(_ wanted: String) -> InvalidField {
        InvalidField(.malformed, path, "at \(place): found \(token.name) in place of \(wanted)")
    }
}
