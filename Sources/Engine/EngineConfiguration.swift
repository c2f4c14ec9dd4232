package import Commerce

/// What an operator can set for one shop.
package struct EngineConfiguration: Sendable {
    package var schema: Schema

    package init(schema: Schema = Schema()) {
        self.schema = schema
    }
}
