import Commerce
import Primitives

/// The products and customers that sales imply. Nothing is made up: what no sale states is absent.
struct SoldCatalogue {
    private struct Product {
        private var titles: [String: Int] = [:]
        private var lastSale: (price: Money, time: Timestamp)?

        /// The price is that of the last sale: a return states what was paid before.
        mutating func add(_ event: Event, title: String?, at time: Timestamp) {
            if let title { titles[title, default: 0] += 1 }
            guard event.type == .purchase, let price = event.price else { return }
            if time >= lastSale?.time ?? time { lastSale = (price, time) }
        }

        var price: Money? { lastSale?.price }

        /// The most frequent name, the first in the alphabet among equals. Remarks on the stock are
        /// no names.
        var title: String? {
            titles.filter { !RetailCodes.isStockNote($0.key) }
                .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        }
    }

    private struct Customer {
        var region: String
        var time: Timestamp
    }

    private var products: [String: Product] = [:]
    private var customers: [String: Customer] = [:]

    mutating func add(_ event: Event, title: String?, country: String?) {
        guard let code = event.item, let time = event.time else { return }
        products[code, default: Product()].add(event, title: title, at: time)
        guard let user = event.user else { return }
        let known = customers[user]?.time ?? time
        guard let country, let region = RetailCodes.region(of: country), time >= known else {
            return
        }
        customers[user] = Customer(region: region, time: time)
    }

    /// One item a code, in the order of the codes.
    var items: [Item] {
        products.sorted { $0.key < $1.key }.map { code, product in
            var item = Item(id: code)
            if let title = product.title { item.title = LocalizedText(title) }
            item.price = product.price
            return item
        }
    }

    /// One user a customer, with the country of the last order.
    var users: [User] {
        customers.sorted { $0.key < $1.key }.map { id, customer in
            var user = User(id: id)
            user.region = customer.region
            return user
        }
    }
}
