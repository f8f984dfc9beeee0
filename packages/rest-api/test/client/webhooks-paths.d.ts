export interface paths {
    "/entities/Webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists webhooks, page by page. */
        get: operations["listWebhooks"];
        put?: never;
        /** Registers a webhook. Its secret is shown this once. */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads a webhook. */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Deletes a webhook; `batch-restore` brings it back. */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Changes a webhook. */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/entities/Webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the deliveries of a webhook, newest first. */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/batch-delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deletes webhooks: all or none, or each for itself. */
        post: operations["deleteWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/batch-restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restores deleted webhooks: all or none, or each for itself. */
        post: operations["restoreWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a paused or disabled webhook active. */
        post: operations["enableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes no new notifications, and holds what waits. */
        post: operations["disableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Holds deliveries, new ones too. */
        post: operations["pauseWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends what a pause has held. */
        post: operations["resumeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new secret, shown this once; the old one signs too for a while. */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/WebhookDeliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads a delivery with its attempts. */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/WebhookDeliveries/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a delivery again, as a new one with the same body. */
        post: operations["resendDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends one delivery of the webhook again. */
        post: operations["resendDeliveryOfWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a time span's finished deliveries again, in their order. */
        post: operations["replayDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends one notification of the first event, past the filters. */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/WebhookEvents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The events and patterns to which the caller may subscribe. */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entities/Webhooks/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a change would be for each webhook, and why. Changes nothing. */
        post: operations["explainChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description An event, all events of an entity (`Account.*`), or all (`*`).
         * @enum {string}
         */
        EventPattern: "*" | "Account.*" | "Account.Create" | "Account.Update" | "Account.Delete" | "Account.DocumentLinked" | "Account.OwnerChanged" | "Contact.*" | "Contact.Create" | "Contact.Update" | "Contact.Delete" | "Contact.DocumentLinked" | "Contact.OwnerChanged" | "Opportunity.*" | "Opportunity.Create" | "Opportunity.Update" | "Opportunity.Delete" | "Opportunity.DocumentLinked" | "Opportunity.OwnerChanged" | "Opportunity.Move" | "Opportunity.Lost" | "Opportunity.Won" | "Opportunity.Qualify" | "Lead.*" | "Lead.Create" | "Lead.Update" | "Lead.Delete" | "Lead.DocumentLinked" | "Lead.OwnerChanged" | "Lead.Lost" | "Lead.BackToLead" | "Task.*" | "Task.Create" | "Task.Update" | "Task.Delete" | "Task.DocumentLinked" | "Task.OwnerChanged" | "Task.Comment" | "Appointment.*" | "Appointment.Create" | "Appointment.Update" | "Appointment.Delete" | "Appointment.DocumentLinked" | "Appointment.OwnerChanged" | "Appointment.Comment" | "Email.*" | "Email.Create" | "Email.Update" | "Email.Delete" | "Email.DocumentLinked" | "Product.*" | "Product.Create" | "Product.Update" | "Product.Delete" | "OpptyProductRelation.*" | "OpptyProductRelation.Create" | "OpptyProductRelation.Update" | "OpptyProductRelation.Delete" | "CustomEntity.*" | "CustomEntity.Create" | "CustomEntity.Update" | "CustomEntity.Delete" | "CustomEntity.DocumentLinked" | "CustomEntity.OwnerChanged" | "Project.*" | "Project.Create" | "Project.Update" | "Project.Delete" | "Project.DocumentLinked" | "Project.OwnerChanged" | "Quote.*" | "Quote.Create" | "Quote.Update" | "Quote.Delete" | "Quote.DocumentLinked" | "Quote.OwnerChanged" | "Quote.Move" | "Quote.Lost" | "Quote.Won" | "Message.*" | "Message.Create" | "Message.Update" | "Message.Delete" | "Message.DocumentLinked" | "Memo.*" | "Memo.Create" | "Memo.Update" | "Memo.Delete" | "Memo.DocumentLinked" | "Memo.Comment" | "Note.*" | "Note.Create" | "Note.Update" | "Note.Delete" | "Currency.*" | "Currency.Create" | "Currency.Update" | "Currency.Delete" | "CurrencyExchangeRate.*" | "CurrencyExchangeRate.Create" | "CurrencyExchangeRate.Update" | "CurrencyExchangeRate.Delete" | "CurrencyExchangeRatesList.*" | "CurrencyExchangeRatesList.Create" | "CurrencyExchangeRatesList.Update" | "CurrencyExchangeRatesList.Delete" | "ProductPriceList.*" | "ProductPriceList.Create" | "ProductPriceList.Update" | "ProductPriceList.Delete" | "ProductPriceListPrice.*" | "ProductPriceListPrice.Create" | "ProductPriceListPrice.Update" | "ProductPriceListPrice.Delete" | "ActivityRelation.*" | "ActivityRelation.Create" | "ActivityRelation.Update" | "ActivityRelation.Delete" | "ContactAccountRelation.*" | "ContactAccountRelation.Create" | "ContactAccountRelation.Update" | "ContactAccountRelation.Delete" | "LeadOpptyAccountRelation.*" | "LeadOpptyAccountRelation.Create" | "LeadOpptyAccountRelation.Update" | "LeadOpptyAccountRelation.Delete" | "LeadOpptyContactRelation.*" | "LeadOpptyContactRelation.Create" | "LeadOpptyContactRelation.Update" | "LeadOpptyContactRelation.Delete" | "QuoteAccountRelation.*" | "QuoteAccountRelation.Create" | "QuoteAccountRelation.Update" | "QuoteAccountRelation.Delete" | "QuoteContactRelation.*" | "QuoteContactRelation.Create" | "QuoteContactRelation.Update" | "QuoteContactRelation.Delete";
        /** @description A list of field paths, or the same in one text with commas between them. */
        PathList: string[] | string;
        /**
         * @description How a field is compared; `eq` where none is given.
         * @enum {string}
         */
        FilterOperator: "eq" | "ieq" | "not-eq" | "not-ieq" | "contains" | "icontains" | "starts" | "istarts" | "ends" | "iends" | "null" | "not-null" | "empty" | "not-empty" | "gt" | "gte" | "lt" | "lte" | "between";
        /** @description What a webhook wants of one entity. A key has hyphens or underscores, not both spellings at once. */
        EntityOptions: {
            expand?: components["schemas"]["PathList"];
            "load-only"?: components["schemas"]["PathList"];
            load_only?: components["schemas"]["PathList"];
            /** @description Field to wanted value, or to a list of them; all fields must match. */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** @description Field to operator. */
            "filter-op"?: {
                [key: string]: components["schemas"]["FilterOperator"];
            } | null;
            /** @description Field to operator. */
            filter_op?: {
                [key: string]: components["schemas"]["FilterOperator"];
            } | null;
            "on-field-change"?: components["schemas"]["PathList"];
            on_field_change?: components["schemas"]["PathList"];
        } & {
            [key: string]: unknown;
        };
        /** @description How the event's second record is shaped: the document link, the comment. */
        RelatedEntityOptions: {
            expand?: components["schemas"]["PathList"];
            "load-only"?: components["schemas"]["PathList"];
            load_only?: components["schemas"]["PathList"];
        } & {
            [key: string]: unknown;
        };
        /** @description Stored and given back as it came. Unknown keys are kept, ignored and named in `warnings`. */
        WebhookOptions: {
            entity?: {
                [key: string]: components["schemas"]["EntityOptions"];
            };
            related_entity?: components["schemas"]["RelatedEntityOptions"];
            "related-entity"?: components["schemas"]["RelatedEntityOptions"];
            /** @description Values of `Webhook-Skip-Key` that silence the webhook. */
            skip_keys?: string[];
            "skip-keys"?: string[];
            custom_entity_api_name?: components["schemas"]["PathList"];
            "custom-entity-api-name"?: components["schemas"]["PathList"];
            /** @description Most notifications in one request; above 100 is 100. */
            chunk_size?: number;
            /** @description Most notifications in one request; above 100 is 100. */
            "chunk-size"?: number;
            /** @description Seconds between two chunks. */
            chunk_delay?: number;
            /** @description Seconds between two chunks. */
            "chunk-delay"?: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * @description A registration. Unknown fields are ignored and named in `warnings`.
         * @example {
         *       "insecure_ssl": false,
         *       "url": "https://customer.example/hook",
         *       "events": [
         *         "Account.Create"
         *       ],
         *       "options": {}
         *     }
         */
        WebhookInput: {
            /** @description Absolute, without credentials; where the requests are to go. */
            url: string;
            events: components["schemas"]["EventPattern"][];
            /** @description True: the receiver's certificate is not checked. */
            insecure_ssl: boolean;
            options?: components["schemas"]["WebhookOptions"] | null;
            /** @description A UUID of the caller's. With it, requests are signed by `WebHook-Signature`. It is never read back. */
            signature?: string | null;
            /** @description While true, the webhook cannot be deleted. */
            is_delete_protected?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** @description What is left out stays as it is; `options` is replaced whole. */
        WebhookPatch: {
            /** @description Absolute, without credentials; where the requests are to go. */
            url?: string;
            events?: components["schemas"]["EventPattern"][];
            /** @description True: the receiver's certificate is not checked. */
            insecure_ssl?: boolean;
            options?: components["schemas"]["WebhookOptions"] | null;
            /** @description A UUID of the caller's. With it, requests are signed by `WebHook-Signature`. It is never read back. */
            signature?: string | null;
            /** @description While true, the webhook cannot be deleted. */
            is_delete_protected?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** @description A webhook as it is read. It never shows `signature` nor a secret. */
        Webhook: {
            id: string;
            url: string;
            events: string[];
            /** @description As it came; `{}` where none was given. */
            options: {
                [key: string]: unknown;
            };
            insecure_ssl: boolean;
            is_deleted: boolean;
            is_delete_protected: boolean;
            /** @enum {string} */
            status: "active" | "paused" | "disabled";
            /** @description `YYYY-MM-DD HH:MM:SS.ffffff+00:00` */
            created: string;
            /** @description `YYYY-MM-DD HH:MM:SS.ffffff+00:00` */
            modified: string;
            application_id: string | null;
            client_id: string | null;
        };
        /** @description A webhook; where `load-only` asks for fewer fields, those. */
        WebhookView: {
            id?: string;
            url?: string;
            events?: string[];
            /** @description As it came; `{}` where none was given. */
            options?: {
                [key: string]: unknown;
            };
            insecure_ssl?: boolean;
            is_deleted?: boolean;
            is_delete_protected?: boolean;
            /** @enum {string} */
            status?: "active" | "paused" | "disabled";
            /** @description `YYYY-MM-DD HH:MM:SS.ffffff+00:00` */
            created?: string;
            /** @description `YYYY-MM-DD HH:MM:SS.ffffff+00:00` */
            modified?: string;
            application_id?: string | null;
            client_id?: string | null;
        };
        /** @description What was accepted but has no effect, or not the one that was asked for. */
        Warning: {
            path: string;
            message: string;
        };
        /** @enum {string} */
        DeliveryStatus: "pending" | "held" | "sending" | "succeeded" | "exhausted" | "cancelled";
        /** @description One request to one webhook, over all its tries. */
        Delivery: {
            /** @description The `webhook-id` of every try. */
            id: string;
            webhook_id: string;
            status: components["schemas"]["DeliveryStatus"];
            events: {
                event: string;
                /** @description `YYYY-MM-DD HH:MM:SS.ffffff+00:00` */
                event_time: string;
            }[];
            attempt_count: number;
            /** @description Why it ended, or why its last try failed: `TIMEOUT`, `HTTP_500`. */
            code: string | null;
            /** @description `YYYY-MM-DD HH:MM:SS.ffffff+00:00` */
            created: string;
            /** @description When it is next tried; null once it is finished. */
            due: string | null;
            last_attempt: string | null;
            finished: string | null;
            resend_of: string | null;
        };
        /** @description One try at a delivery. */
        Attempt: {
            number: number;
            /** @description `YYYY-MM-DD HH:MM:SS.ffffff+00:00` */
            started: string;
            duration_ms: number;
            /** @description Null when no response came. */
            http_status: number | null;
            /** @description Why it failed; null for a success. */
            code: string | null;
            message: string | null;
            response_headers: {
                [key: string]: string;
            } | null;
            /** @description The first 4 KiB. */
            response_body: string | null;
        };
        DeliveryWithAttempts: {
            /** @description The `webhook-id` of every try. */
            id: string;
            webhook_id: string;
            status: components["schemas"]["DeliveryStatus"];
            events: {
                event: string;
                /** @description `YYYY-MM-DD HH:MM:SS.ffffff+00:00` */
                event_time: string;
            }[];
            attempt_count: number;
            /** @description Why it ended, or why its last try failed: `TIMEOUT`, `HTTP_500`. */
            code: string | null;
            /** @description `YYYY-MM-DD HH:MM:SS.ffffff+00:00` */
            created: string;
            /** @description When it is next tried; null once it is finished. */
            due: string | null;
            last_attempt: string | null;
            finished: string | null;
            resend_of: string | null;
            /** @description Oldest first. */
            attempts: components["schemas"]["Attempt"][];
        };
        /** @description The deliveries that were made. */
        Receipt: {
            delivery_ids: string[];
            notifications: number;
        };
        Resend: {
            /** @description A delivery of this webhook. */
            delivery_id: string;
        };
        /** @description The deliveries that are to be sent again, at most 10,000 of them. */
        Replay: {
            /** @description Created at or after this instant. */
            from?: string | null;
            /** @description Created before this instant. */
            until?: string | null;
            /** @description Default: those that are finished. */
            statuses?: components["schemas"]["DeliveryStatus"][] | null;
        };
        /** @description A change that might happen. */
        Change: {
            /** @description A concrete event: `Opportunity.Update`. */
            event: string;
            /** @description The record after the change; of a Delete its last state. */
            entity: {
                [key: string]: unknown;
            };
            /** @description The record before it. */
            before?: {
                [key: string]: unknown;
            } | null;
            /** @description The event's second record: the document link, the comment. */
            related_entity?: {
                [key: string]: unknown;
            } | null;
            /** @description A custom entity's type, else the record's `table_name`. */
            custom_entity?: string;
            changed_fields?: string[] | null;
            /** @description As if the change came with these `Webhook-Skip-Key` headers. */
            skip_keys?: string[];
        };
        /** @description Where the filter said no. */
        FilterMismatch: {
            field: string;
            operator: string;
            wanted?: unknown;
            actual?: unknown;
        };
        /** @description What one webhook would do, and why. */
        Explanation: {
            webhook_id: string;
            /** @enum {string} */
            decision: "matched" | "event-not-subscribed" | "custom-entity-not-selected" | "skip-key" | "filter" | "no-listed-field-changed" | "not-visible" | "disabled";
            mismatch?: components["schemas"]["FilterMismatch"];
            /** @description The webhook is paused; its delivery would wait. */
            held?: boolean;
            notes?: string[];
        };
        FieldError: {
            /** @description From the root of the body: `options.entity.Contact.filter-op.email1`. */
            field_name: string;
            /** @description 119 where the field is missing. */
            code: 119 | 40002;
            /** @enum {string} */
            name: "ERROR_FIELD_REQUIRED" | "ERROR_FIELD_VALIDATION";
            errors: {
                code: number;
                name: string;
                message: string;
            }[];
        };
        /** @description Every answer but a success has this body. */
        Error: {
            /** @constant */
            success: false;
            code: number;
            /** @description What to match on: `ERROR_NOT_FOUND`. */
            name: string;
            /** @description For people: what was expected, and what was found. */
            message: string;
            http_status: number;
            field_errors?: components["schemas"]["FieldError"][];
        };
        /** @description Where a page stands in its list (RS-1). */
        PageInfo: {
            /** @description For `before`: the pages that come before this one. Null where the page is empty. */
            start_cursor: string | null;
            /** @description For `after`: the pages that come after this one. Null where the page is empty. */
            end_cursor: string | null;
            has_previous_page: boolean;
            has_next_page: boolean;
        };
        /** @description Ids of webhooks. */
        WebhookIds: string[];
        WebhookAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["Webhook"];
        };
        RegisteredAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["Webhook"];
            /** @description What requests are signed with. Shown this once. */
            secret?: string;
            warnings?: components["schemas"]["Warning"][];
        };
        BatchAnswer: {
            /** @description Whether all of it was done. */
            success: boolean;
            /** @description For each id, in order: itself, or why not. */
            data: (string | components["schemas"]["Error"])[];
        };
        ReceiptAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["Receipt"];
        };
        GetWebhookAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["WebhookView"];
        };
        DeleteWebhookAnswer: {
            /** @constant */
            success: true;
            data: string;
        };
        ListWebhooksAnswer: {
            /** @constant */
            success: true;
            /** @description Over all pages; may be some seconds old. */
            total: number;
            page_info: components["schemas"]["PageInfo"];
            data: components["schemas"]["WebhookView"][];
        };
        ListDeliveriesAnswer: {
            /** @constant */
            success: true;
            /** @description Over all pages; may be some seconds old. */
            total: number;
            page_info: components["schemas"]["PageInfo"];
            data: components["schemas"]["Delivery"][];
        };
        GetDeliveryAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["DeliveryWithAttempts"];
        };
        ListEventsAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["EventPattern"][];
        };
        ExplainChangeAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["Explanation"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Page size from the front; default 30, above 100 is 100. */
                first?: number;
                /** @description The `end_cursor` of a page: what comes after it. */
                after?: string;
                /** @description Page size from the end, for going backward. */
                last?: number;
                /** @description The `start_cursor` of a page: what comes before it. */
                before?: string;
                /** @description The fields to order by, with commas between them; a hyphen before one is descending. Default `created`. */
                "order-by"?: ("created" | "modified" | "id" | "url" | "status" | "-created" | "-modified" | "-id" | "-url" | "-status")[];
                /** @description Wanted values by column: `filter[url]=…`; repeated, any of them. */
                filter?: {
                    id?: string | string[];
                    url?: string | string[];
                    events?: string | string[];
                    insecure_ssl?: string | string[];
                    is_delete_protected?: string | string[];
                    is_deleted?: string | string[];
                    status?: string | string[];
                    created?: string | string[];
                    modified?: string | string[];
                    application_id?: string | string[];
                    client_id?: string | string[];
                };
                /** @description Operators by column: `filter-op[url]=contains`; `eq` where there is none. */
                "filter-op"?: {
                    id?: components["schemas"]["FilterOperator"];
                    url?: components["schemas"]["FilterOperator"];
                    events?: components["schemas"]["FilterOperator"];
                    insecure_ssl?: components["schemas"]["FilterOperator"];
                    is_delete_protected?: components["schemas"]["FilterOperator"];
                    is_deleted?: components["schemas"]["FilterOperator"];
                    status?: components["schemas"]["FilterOperator"];
                    created?: components["schemas"]["FilterOperator"];
                    modified?: components["schemas"]["FilterOperator"];
                    application_id?: components["schemas"]["FilterOperator"];
                    client_id?: components["schemas"]["FilterOperator"];
                };
                /** @description Whether deleted webhooks are there too. */
                "include-deleted"?: boolean;
                /** @description The fields to answer with, with commas between them. */
                "load-only"?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListWebhooksAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat with the same key and body makes nothing, and answers the same webhook without its secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookInput"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The values break rules: all of them, by field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: {
                /** @description Whether deleted webhooks are there too. */
                "include-deleted"?: boolean;
                /** @description The fields to answer with, with commas between them. */
                "load-only"?: string[];
            };
            header?: {
                /** @description The `ETag` of the webhook as the caller knows it; 304 if it has not changed since. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetWebhookAnswer"];
                };
            };
            /** @description It has not changed. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the webhook as the caller knows it; 412 if it has changed since. */
                "If-Match"?: string;
            };
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteWebhookAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It has changed since the caller read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The values break rules: all of them, by field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the webhook as the caller knows it; 412 if it has changed since. */
                "If-Match"?: string;
            };
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It has changed since the caller read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The values break rules: all of them, by field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Page size from the front; default 30, above 100 is 100. */
                first?: number;
                /** @description The `end_cursor` of a page: what comes after it. */
                after?: string;
                /** @description The statuses that are wanted, with commas between them. */
                status?: components["schemas"]["DeliveryStatus"][];
                /** @description Created at or after this instant. */
                from?: string;
                /** @description Created before this instant. */
                until?: string;
                /** @description Whether deleted webhooks are there too. */
                "include-deleted"?: boolean;
            };
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListDeliveriesAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteWebhooks: {
        parameters: {
            query?: {
                /** @description 0: all or nothing, the default. 1: each id for itself. */
                "rollback-method"?: 0 | 1;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookIds"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The values break rules: all of them, by field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    restoreWebhooks: {
        parameters: {
            query?: {
                /** @description 0: all or nothing, the default. 1: each id for itself. */
                "rollback-method"?: 0 | 1;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookIds"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The values break rules: all of them, by field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    enableWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    disableWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    pauseWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resumeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetDeliveryAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resendDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made; it is sent from now on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resendDeliveryOfWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resend"];
            };
        };
        responses: {
            /** @description Made; it is sent from now on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The values break rules: all of them, by field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    replayDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description Made; it is sent from now on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The values break rules: all of them, by field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made; it is sent from now on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEventsAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    explainChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainChangeAnswer"];
                };
            };
            /** @description The request cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credentials, or bad ones. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The values break rules: all of them, by field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service cannot do this now. */
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
