import Commerce
import JSON
import Primitives

/// Lines of named columns or of JSON objects, as items or as events.
struct MappedLines: LineTranslator {
    enum Kind {
        case items
        case events
    }

    /// How many lines back a repetition is still seen.
    private static let memory = 1_000_000

    private let kind: Kind
    private let schema: Schema
    private let mapping: FieldMapping
    private var cleaning: EventCleaning
    /// Nil for JSON Lines.
    private var columns: ColumnReader?
    /// By id, the content that an item had last.
    private var items = GenerationalMap<UInt64, UInt64>(capacity: memory)
    /// By content, how many events without an id this file held.
    private var occurrences = GenerationalMap<UInt64, Int>(capacity: memory)

    init(_ kind: Kind, _ options: ImportOptions) throws(ImportError) {
        self.kind = kind
        schema = options.schema
        mapping = try FieldMapping(
            options.mapping, in: kind == .items ? .items : .events)
        cleaning = EventCleaning(options.rules)
    }

    private var vocabulary: FieldVocabulary { kind == .items ? .items : .events }

    mutating func begin(_ file: String, _ format: FileFormat) -> LineForm {
        columns = nil
        occurrences = GenerationalMap(capacity: Self.memory)
        return format.form
    }

    mutating func take(header: [String], of file: String) throws(ImportError) {
        columns = try mapping.columns(for: header, of: file, in: vocabulary)
    }

    mutating func translate(_ cells: Cells) throws(Rejection) -> Translation {
        let fields: Fields
        if let columns { fields = columns.fields(of: cells) } else { fields = try object(cells) }
        switch kind {
        case .items: return .item(try item(fields))
        case .events: return .event(try event(fields))
        }
    }

    private func object(_ cells: Cells) throws(Rejection) -> Fields {
        let value: Value
        do { value = try JSONParser.parse(cells.bytes) } catch {
            throw Rejection(.badJSON, error.description)
        }
        guard case .object(let fields) = value else {
            throw Rejection(.badJSON, "is no JSON object but a \(value.kind)")
        }
        return mapping.renamed(fields, in: vocabulary)
    }

    private mutating func item(_ fields: Fields) throws(Rejection) -> Item {
        let item: Item
        do { item = try Item(fields: fields, schema: schema) } catch { throw Rejection(error) }
        let content = stableHash(Stored.encode(item.fields))
        let isRepeated = items.update(stableHash(item.id), default: ~content) { last in
            defer { last = content }
            return last == content
        }
        guard !isRepeated else {
            throw Rejection(.duplicate, "id", "\(item.id) stands in an earlier line just so")
        }
        return item
    }

    private mutating func event(_ fields: Fields) throws(Rejection) -> Event {
        var event: Event
        do { event = try Event(fields: fields, schema: schema, fallbackID: "") } catch {
            throw Rejection(error)
        }
        try cleaning.check(event)
        if event.id.isEmpty { event.id = contentID(of: event) }
        return event
    }

    /// The same for the same content at its same occurrence in a file, so that importing a file
    /// again adds nothing, and neither do the lines that two exports share.
    private mutating func contentID(of event: Event) -> String {
        let content = event.digest
        let occurrence = occurrences.update(content, default: 0) { count in
            count += 1
            return count
        }
        return "import-\(String(content, radix: 16))-\(occurrence)"
    }
}
